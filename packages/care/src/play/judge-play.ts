import { compile, judgeOffer, type Pack, type Play } from '@tend/pack'

type Row = Readonly<Record<string, unknown>>

/**
 * Whether a play is for a customer of this row, or the first thing that speaks against it: a scheme of whose levels the customer holds none that is
 * named (`detail`: the scheme), the condition, a guard (`detail`: its id; S122, S123, G28).
 */
export type PlayFit =
  | { readonly kind: 'fits' }
  | { readonly kind: 'unfit'; readonly code: 'level' | 'condition' | 'guard'; readonly detail: string | null }

const fits: PlayFit = { kind: 'fits' }

export const createFit = (pack: Pack, play: Play): ((row: Row, asOf: string) => PlayFit) => {
  const wanted = Object.entries(play.for).map(([scheme, levels]) => ({ scheme, levels: new Set(levels) }))
  const matches = play.match && compile(play.match, { decimals: pack.currency.decimals })
  const guarded = play.productClass === undefined ? [] : schemesOver(pack, play.productClass)
  return (row, asOf) => {
    const missing = wanted.find(({ scheme, levels }) => !levelsOf(row[scheme]).some((level) => levels.has(level)))
    if (missing !== undefined) return { kind: 'unfit', code: 'level', detail: missing.scheme }
    if (matches !== undefined && matches(row, asOf) !== true) return { kind: 'unfit', code: 'condition', detail: null }
    if (play.productClass === undefined) return fits
    // We act of our own accord: what may be offered on request only makes no work (G28).
    const levels = Object.fromEntries(guarded.map((scheme) => [scheme, textOf(row[scheme])]))
    const offer = judgeOffer(pack, levels, play.productClass, false)
    return offer.verdict === 'allowed' ? fits : { kind: 'unfit', code: 'guard', detail: offer.guard ?? null }
  }
}

/** Schemes by whose levels guards judge a product class. */
export const schemesOver = (pack: Pack, productClass: string): string[] =>
  [...pack.guards.values()]
    .filter((guard) => guard.classes.some(({ id }) => id === productClass))
    .map((guard) => guard.scheme)

/** Of a scheme of tags, all that the customer carries. */
const levelsOf = (value: unknown): readonly string[] => (typeof value === 'string' ? value.split(',') : [])

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
