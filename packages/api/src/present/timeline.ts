import { type Actor, type TimelineEntry as CareEntry, maskText, type Named } from '@tend/care'
import type { CellValue, Label, TimelineEntry } from '@tend/contract'
import type { Pack } from '@tend/pack'
import { playLabel } from './label.ts'
import { presentReason } from './sentence.ts'

/** `named`: the customer whose timeline it is. */
type Presenter = { readonly pack: Pack; readonly actor: Actor; readonly named: Named }

/** One entry of the timeline, its title ready to read. */
export function presentTimelineEntry(presenter: Presenter, entry: CareEntry): TimelineEntry {
  const { kind, id, at, actor, detail } = entry
  const { actor: reader, named } = presenter
  const text = kind === 'ownership' ? detail.reason : detail.note
  const nextReason = detail.next_reason
  return {
    kind,
    entryId: id,
    at,
    title: titleOf(presenter, entry),
    text: typeof text === 'string' && text !== '' ? maskText(reader.role, text, named) : null,
    actor,
    details: {
      ...detailsOf(detail),
      ...(typeof nextReason === 'string' ? { nextReason: maskText(reader.role, nextReason, named) } : {}),
      ...subjectOf(entry),
    },
  }
}

function titleOf({ pack, actor }: Presenter, { kind, title, detail }: CareEntry): Label {
  const id = title ?? ''
  const named = (definitions: ReadonlyMap<string, { readonly label: Label }>): Label =>
    definitions.get(id)?.label ?? same(id)
  switch (kind) {
    case 'contact':
      return named(pack.outcomes)
    case 'visit':
      return goals[id] ?? same(id)
    case 'message':
      return named(pack.templates)
    case 'task':
      return playLabel(pack, id)
    case 'moment':
      return presentReason(pack, actor, id, (detail.reason ?? {}) as Readonly<Record<string, unknown>>)
    case 'case':
      return named(pack.cases)
    case 'benefit':
      return named(pack.benefits)
    case 'level':
      return levelTitle(pack, id, detail.level)
    case 'consent':
      return consentTitle(pack, id, detail)
    case 'ownership':
      return title === null
        ? { zh: '不再有管户经理', en: 'No owner any more' }
        : { zh: `移交给${title}`, en: `Handed over to ${title}` }
  }
}

const goals: Readonly<Record<string, Label>> = {
  yes: { zh: '沟通记录：目标达成', en: 'Visit: goal reached' },
  partly: { zh: '沟通记录：目标部分达成', en: 'Visit: goal partly reached' },
  no: { zh: '沟通记录：目标未达成', en: 'Visit: goal not reached' },
}

function levelTitle(pack: Pack, schemeId: string, levelId: unknown): Label {
  const scheme = pack.schemes.get(schemeId)
  const { zh, en } = scheme?.label ?? same(schemeId)
  if (typeof levelId !== 'string') return { zh: `${zh}：保持或未定级`, en: `${en}: held, or no level` }
  // Of a rules scheme the tags come joined by commas.
  const levels = levelId
    .split(',')
    .map((each) => scheme?.levels.find((level) => level.id === each)?.label ?? same(each))
  return {
    zh: `${zh}：${levels.map((level) => level.zh).join('、')}`,
    en: `${en}: ${levels.map((level) => level.en).join(', ')}`,
  }
}

function consentTitle(pack: Pack, state: string, { purpose, channel }: CareEntry['detail']): Label {
  const purposeLabel =
    typeof purpose === 'string'
      ? (pack.purposes.get(purpose)?.label ?? same(purpose))
      : { zh: '全部用途', en: 'everything' }
  const channelLabel =
    typeof channel === 'string'
      ? (pack.channels.get(channel)?.label ?? same(channel))
      : { zh: '全部渠道', en: 'all channels' }
  const zh = `${purposeLabel.zh}（${channelLabel.zh}）`
  const en = `${purposeLabel.en} (${channelLabel.en})`
  return state === 'given'
    ? { zh: `同意：${zh}`, en: `Agreed: ${en}` }
    : { zh: `撤回同意：${zh}`, en: `Withdrawn: ${en}` }
}

const same = (text: string): Label => ({ zh: text, en: text })

/** The id that the title stands for, where the details do not name it. */
function subjectOf({ kind, title }: CareEntry): Record<string, string | null> {
  const name = subjects[kind]
  return name === undefined ? {} : { [name]: title }
}

const subjects: Readonly<Partial<Record<CareEntry['kind'], string>>> = {
  contact: 'outcome',
  visit: 'goalReached',
  message: 'template',
  task: 'play',
  moment: 'moment',
  level: 'scheme',
}

/** Plain values under the contract's names; what is text or a sentence already is left out. */
function detailsOf(detail: Readonly<Record<string, unknown>>): Record<string, CellValue> {
  const cells = Object.entries(detail).filter(
    (entry): entry is [string, CellValue] => isCell(entry[1]) && !told.has(entry[0]),
  )
  return Object.fromEntries(
    cells.map(([name, value]) => [nameOf(name), name.endsWith('_id') && value !== null ? String(value) : value]),
  )
}

const told = new Set(['note', 'reason', 'reasons'])

const nameOf = (column: string): string =>
  column === 'value' ? 'valueMinor' : column.replace(/_(\w)/g, (_place, letter: string) => letter.toUpperCase())

const isCell = (value: unknown): value is CellValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)
