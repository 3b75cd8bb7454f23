import type { Pack } from './definitions.ts'

/** `rule`: what the guards say of level and class; `verdict`: what follows from it here; `guard`: the one that says so, where one does. */
export type OfferVerdict = {
  readonly verdict: 'allowed' | 'blocked'
  readonly rule: 'allowed' | 'on_request' | 'blocked'
  readonly guard?: string
}

const strictness = ['allowed', 'on_request', 'blocked'] as const

/**
 * Whether a product class may be offered to a customer of these levels (S122, S123, G28). What is `on_request` is allowed where the customer asks
 * for it. Of several guards the strictest counts, ties by id; a level or class that no guard names is allowed. `levels`: by scheme, null where
 * there is none; of a scheme of tags their ids joined by commas, as in the wide row.
 */
export function judgeOffer(
  pack: Pick<Pack, 'guards'>,
  levels: Readonly<Record<string, string | null>>,
  productClass: string,
  isRequested: boolean,
): OfferVerdict {
  let strictest: Omit<OfferVerdict, 'verdict'> = { rule: 'allowed' }
  for (const { id, scheme, rules } of pack.guards.values()) {
    for (const level of levels[scheme]?.split(',') ?? []) {
      const rule = rules[level]?.[productClass] ?? 'allowed'
      if (strictness.indexOf(rule) > strictness.indexOf(strictest.rule)) strictest = { rule, guard: id }
    }
  }
  const { rule } = strictest
  const isAllowed = rule === 'allowed' || (rule === 'on_request' && isRequested)
  return { verdict: isAllowed ? 'allowed' : 'blocked', ...strictest }
}
