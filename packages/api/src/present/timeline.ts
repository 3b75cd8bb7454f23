import { type Actor, type TimelineEntry as CareEntry, maskText, type Named } from '@tend/care'
import type { CellValue, Label, TimelineEntry } from '@tend/contract'
import type { Pack } from '@tend/pack'
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
  switch (kind) {
    case 'contact':
      return pack.outcomes.get(id)?.label ?? same(id)
    case 'task':
      return pack.plays.get(id)?.label ?? same(id)
    case 'moment':
      return presentReason(pack, actor, id, (detail.reason ?? {}) as Readonly<Record<string, unknown>>)
    case 'ownership':
      return title === null
        ? { zh: '不再有管户经理', en: 'No owner any more' }
        : { zh: `移交给${title}`, en: `Handed over to ${title}` }
  }
}

const same = (text: string): Label => ({ zh: text, en: text })

/** The id that the title stands for. */
function subjectOf({ kind, title }: CareEntry): Record<string, string | null> {
  if (kind === 'contact') return { outcome: title }
  if (kind === 'task') return { play: title }
  return kind === 'moment' ? { moment: title } : {}
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
