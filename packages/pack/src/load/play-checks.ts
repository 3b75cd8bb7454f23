import type { Pack, Play } from '../definitions.ts'
import type { Entry, Report } from './report.ts'

/** Every kind of contact has a label of its own (S161). */
export function checkContactLabels(
  plays: ReadonlyMap<string, Play>,
  entries: ReadonlyMap<string, Entry>,
  report: Report,
): void {
  const owners = new Map<string, string>()
  for (const play of plays.values()) {
    const owner = owners.get(play.contactLabel)
    const entry = entries.get(play.id)
    if (owner !== undefined && entry !== undefined) {
      const message = {
        zh: `回访标签“${play.contactLabel}”已属于动作“${owner}”；每种联系各有自己的标签（S161）`,
        en: `contact label "${play.contactLabel}" already belongs to play "${owner}"; every kind of contact has its own (S161)`,
      }
      report.say(entry.file, [play.id, 'contactLabel'], { code: 'duplicate-label', message })
    }
    owners.set(play.contactLabel, owner ?? play.id)
  }
}

/** What is sent without asking carries no marketing: a play that offers something neither rests on the contract nor writes in its name. */
export function checkOffersAreMarketing(
  pack: Pick<Pack, 'plays' | 'purposes' | 'messages' | 'templates'>,
  entries: ReadonlyMap<string, Entry>,
  report: Report,
): void {
  const isContract = (purpose: string | undefined) => pack.purposes.get(purpose ?? '')?.basis === 'contract'
  for (const play of pack.plays.values()) {
    const entry = entries.get(play.id)
    if (play.productClass === undefined || entry === undefined) continue
    if (isContract(play.purpose)) sayMarketing(entry, ['purpose'], play.purpose, report)
    for (const [index, action] of play.actions.entries()) {
      const kind = action.kind === 'message' ? pack.templates.get(action.template)?.kind : undefined
      const purpose = kind === undefined ? undefined : pack.messages.get(kind)?.purpose
      if (purpose !== undefined && isContract(purpose))
        sayMarketing(entry, ['actions', index, 'message'], purpose, report)
    }
  }
}

function sayMarketing(entry: Entry, path: readonly (string | number)[], purpose: string, report: Report): void {
  const message = {
    zh: `写有“productClass”的动作是推荐产品，不能用依合同联系的目的“${purpose}”`,
    en: `a play with "productClass" offers something and cannot use the purpose "${purpose}", which rests on the contract`,
  }
  const suggestion = {
    zh: '改用需要客户同意的目的，如 marketing',
    en: 'take a purpose that needs consent, such as marketing',
  }
  report.say(entry.file, [entry.id, ...path], { code: 'contract-marketing', message, suggestion })
}
