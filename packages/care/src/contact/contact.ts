import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import type { Scope } from '../access/scope.ts'
import type { Command, Page, PageRequest, Refusal } from '../command.ts'
import { unfinished } from '../unfinished.ts'

export type ContactInput = {
  readonly customerId: string
  readonly channel: string
  readonly direction: 'inbound' | 'outbound'
  readonly outcome: string
  readonly note?: string
  readonly contactLabel?: string
}
/** One thing that happened with a customer; `detail` depends on `kind`. Newest first. */
export type TimelineEntry = {
  readonly kind: 'contact' | 'task' | 'moment' | 'ownership'
  readonly id: string
  readonly at: string
  readonly title: string
  readonly actor: string | null
  readonly detail: Record<string, unknown>
}
/** A row of the `contact` fact. */
export type ContactFact = {
  readonly contact_id: string
  readonly customer_id: string
  readonly date: string
  readonly staff_id: string | null
  readonly channel: string
  readonly direction: 'inbound' | 'outbound'
  readonly contact_label: string | null
  readonly outcome: string
  readonly result: 'success' | 'failure' | 'retry' | 'appointment'
  readonly task_id: string | null
  readonly moment: string | null
}

/** A contact without a task. */
export const recordContact = async (
  _store: Store,
  _command: Command,
  _scope: Scope,
  _pack: Pick<Pack, 'outcomes'>,
  _input: ContactInput,
): Promise<{ readonly kind: 'done'; readonly contactId: number } | Refusal> => unfinished()
/** Contacts, closed tasks, moments and changes of owner of one customer; the caller has checked the scope. */
export const listTimeline = async (_db: Db, _customerId: string, _page: PageRequest): Promise<Page<TimelineEntry>> =>
  unfinished()
/** Contacts after the given id, oldest first, for the next night; `lastId` is where the following export begins. */
export const exportContacts = async (
  _db: Db,
  _from: { readonly afterId: number; readonly limit: number; readonly timeZone: string },
): Promise<{ readonly rows: readonly ContactFact[]; readonly lastId: number }> => unfinished()
