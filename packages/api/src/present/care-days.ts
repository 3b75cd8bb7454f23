import type { CalendarDay, CalendarEntry } from '@tend/contract'
import type { Label, Pack } from '@tend/pack'
import type { NamedCustomers } from './named.ts'

/** Moments of the days on which something ends: maturities, renewals. */
export const expiryMoments = (pack: Pack, only: string | undefined): string[] =>
  [...pack.moments.values()]
    .filter(({ id, kind }) => kind === 'expiry' && (only === undefined || id === only))
    .map(({ id }) => id)

/** A customer's own date is the birthday or another anniversary. */
export const kindOfDate = (pack: Pack, id: string): CalendarEntry['kind'] => {
  const moment = pack.moments.get(id)
  return moment?.kind === 'calendar' && moment.on === 'birth_date' ? 'birthday' : 'anniversary'
}

/** Something of a customer's that falls on a day. */
export type FoundDay = {
  readonly kind: CalendarEntry['kind']
  readonly day: string
  readonly customer_id: string
  readonly owner_id: string | null
  readonly moment: string | null
  readonly task_id: number | null
  readonly play: string | null
  readonly at: string | null
  readonly total: number
}

export const noAppointment = { task_id: null, play: null, at: null } as const

export function countEntries(entries: readonly FoundDay[]): CalendarDay['counts'] {
  const groups = Map.groupBy(entries, ({ kind, moment }) => `${kind} ${moment ?? ''}`)
  return [...groups.values()].flatMap(([first]) =>
    first === undefined ? [] : [{ kind: first.kind, moment: first.moment, count: first.total }],
  )
}

const untitled: Label = { zh: '', en: '' }

export function presentEntry(
  pack: Pack,
  customers: NamedCustomers,
  refused: ReadonlySet<string>,
  entry: FoundDay,
): CalendarEntry {
  const title = entry.moment === null ? pack.plays.get(entry.play ?? '')?.label : pack.moments.get(entry.moment)?.label
  return {
    kind: entry.kind,
    title: title ?? untitled,
    moment: entry.moment,
    customer: {
      customerId: entry.customer_id,
      name: customers.name(entry.customer_id),
      isRefused: refused.has(entry.customer_id),
    },
    owner: customers.owner(entry.customer_id, entry.owner_id),
    taskId: entry.task_id === null ? null : String(entry.task_id),
    at: entry.at,
  }
}

export const presentFestival = (pack: Pack, moment: string): CalendarEntry => ({
  kind: 'festival',
  title: pack.moments.get(moment)?.label ?? untitled,
  moment,
  customer: null,
  owner: null,
  taskId: null,
  at: null,
})
