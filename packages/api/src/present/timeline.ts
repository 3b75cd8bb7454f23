import type { Actor, TimelineEntry as CareEntry } from '@tend/care'
import type { CellValue, Label, TimelineEntry } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Directory } from '../directory.ts'
import { presentReason } from './sentence.ts'

type Presenter = { readonly pack: Pack; readonly directory: Directory; readonly actor: Actor }

/** One entry of the timeline, its title ready to read. */
export function presentTimelineEntry(presenter: Presenter, entry: CareEntry): TimelineEntry {
  const { detail } = entry
  const text = detail.note ?? (entry.kind === 'ownership' ? detail.reason : undefined)
  return {
    kind: entry.kind,
    entryId: entry.id,
    at: entry.at,
    title: titleOf(presenter, entry),
    text: typeof text === 'string' && text !== '' ? text : null,
    actor: entry.actor,
    details: Object.fromEntries(Object.entries(detail).filter(isCell)),
  }
}

function titleOf({ pack, directory, actor }: Presenter, { kind, title, detail }: CareEntry): Label {
  switch (kind) {
    case 'contact':
      return pack.outcomes.get(String(detail.outcome))?.label ?? same(title)
    case 'task':
      return pack.plays.get(String(detail.play))?.label ?? same(title)
    case 'moment':
      return presentReason(
        pack,
        actor,
        String(detail.moment ?? title),
        (detail.reason ?? {}) as Record<string, unknown>,
      )
    case 'ownership': {
      const to = typeof detail.to === 'string' ? directory.staffName(detail.to) : '–'
      return { zh: `移交给 ${to}`, en: `Handed over to ${to}` }
    }
  }
}

const same = (text: string): Label => ({ zh: text, en: text })

const isCell = (entry: [string, unknown]): entry is [string, CellValue] =>
  entry[1] === null || ['string', 'number', 'boolean'].includes(typeof entry[1])
