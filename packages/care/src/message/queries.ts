import type { Db } from '@tend/store'
import type { Actor } from '../access/roles.ts'
import type { Scope } from '../access/scope.ts'
import type { Page, PageRequest } from '../command.ts'
import { addDays, instantAt } from '../days.ts'
import { decodeCursor, limitOf, pageOf } from '../page.ts'
import { collectParameters, type Parameters } from '../parameters.ts'
import type { Message, MessageState } from './message.ts'
import { messagePredicate } from './rights.ts'

/** Days are of the institution and inclusive; `unitIds` narrows the scope and never widens it. */
export type MessageQuery = PageRequest & {
  readonly state?: MessageState
  readonly channel?: string
  readonly template?: string
  readonly play?: string
  readonly purpose?: string
  readonly customerId?: string
  readonly unitIds?: readonly string[]
  readonly from?: string
  readonly to?: string
}

/** Who asks, from where days are counted. */
export type Reader = { readonly actor: Actor; readonly scope: Scope; readonly timeZone: string }

export const messageSelect = `
  select message.message_id, message.customer_id, customer.name as customer_name, customer.phone as customer_phone,
    customer.id_number as customer_id_number, coalesce(customer.unit_id, message.unit_id) as unit_id, message.channel, message.purpose,
    message.kind, message.template, message.language, message.play, message.moment, message.moment_id, message.moment_values,
    message.task_id, message.theme_id, message.address, message.subject, message.body, message.sender_name, message.sender_staff_id,
    message.state, message.reason, message.reason_detail, message.attempts, message.not_before, message.next_attempt_at, message.expires_at,
    message.provider, message.provider_id, message.print_batch, message.consent_id, message.pack_hash, message.run_id, message.resend_of,
    anew.message_id as resent_as, message.created_at, message.created_by, message.sent_at, message.delivered_at, message.settled_at,
    message.settled_by, message.settled_reason
  from message
  left join customer on customer.customer_id = message.customer_id
  left join message as anew on anew.resend_of = message.message_id`

/** The outbox, latest first. Raw values: the caller masks them. */
export const listMessages = async (db: Db, reader: Reader, query: MessageQuery): Promise<Page<Message>> => {
  const parameters = collectParameters()
  const conditions = conditionsOf(parameters, reader, query)
  const [before] = decodeCursor(query.cursor, ['number']) ?? []
  if (before !== undefined) conditions.push(`message.message_id < ${parameters.add(before)}`)
  const limit = limitOf(query)
  const rows = await db.query<Message>(
    `${messageSelect} where ${conditions.join(' and ')} order by message.message_id desc limit ${parameters.add(limit + 1)}`,
    parameters.values,
  )
  return pageOf(rows, limit, (last) => [last.message_id])
}

/** Undefined for unknown and for foreign messages alike. */
export const findMessage = async (db: Db, reader: Reader, messageId: number): Promise<Message | undefined> => {
  const parameters = collectParameters()
  const conditions = conditionsOf(parameters, reader, {})
  const [message] = await db.query<Message>(
    `${messageSelect} where ${conditions.join(' and ')} and message.message_id = ${parameters.add(messageId)}`,
    parameters.values,
  )
  return message
}

const conditionsOf = (parameters: Parameters, { actor, scope, timeZone }: Reader, query: MessageQuery): string[] => {
  const { sql, params } = messagePredicate(actor, scope, 1)
  for (const param of params) parameters.add(param)
  const conditions = [sql]
  const equal = {
    state: query.state,
    channel: query.channel,
    template: query.template,
    play: query.play,
    purpose: query.purpose,
    customer_id: query.customerId,
  }
  for (const [column, value] of Object.entries(equal))
    if (value !== undefined) conditions.push(`message.${column} = ${parameters.add(value)}`)
  if (query.unitIds !== undefined) conditions.push(`customer.unit_id = any(${parameters.add(query.unitIds)})`)
  if (query.from !== undefined)
    conditions.push(`message.created_at >= ${parameters.add(instantAt(query.from, '00:00', timeZone))}`)
  if (query.to !== undefined)
    conditions.push(`message.created_at < ${parameters.add(instantAt(addDays(query.to, 1), '00:00', timeZone))}`)
  return conditions
}

export type MessageCount = { readonly state: MessageState; readonly channel: string; readonly messages: number }

/** Messages by state and channel, and the instant of the oldest one that is due and still waits. */
export const countMessages = async (
  db: Db,
  reader: Reader,
  query: Omit<MessageQuery, keyof PageRequest | 'state'>,
  now: Date,
): Promise<{ readonly items: readonly MessageCount[]; readonly oldestDueAt: string | null }> => {
  const parameters = collectParameters()
  const where = conditionsOf(parameters, reader, query).join(' and ')
  const at = parameters.add(now)
  const rows = await db.query<MessageCount & { oldest: string | null }>(
    `select message.state, message.channel, count(*) as messages,
       min(message.next_attempt_at) filter (where message.state = 'waiting' and message.next_attempt_at <= ${at}) as oldest
     from message left join customer on customer.customer_id = message.customer_id
     where ${where}
     group by message.state, message.channel
     order by message.state, message.channel`,
    parameters.values,
  )
  const oldest = rows.flatMap((row) => (row.oldest === null ? [] : [row.oldest])).sort()[0]
  return {
    items: rows.map(({ state, channel, messages }) => ({ state, channel, messages })),
    oldestDueAt: oldest ?? null,
  }
}

export type MessageAttempt = {
  readonly attempt: number
  readonly sender: string
  readonly provider: string
  readonly started_at: string
  readonly ended_at: string | null
  readonly outcome: 'accepted' | 'refused' | 'failed' | 'unknown' | null
  readonly reason: string | null
  readonly provider_id: string | null
}

export type MessageReceipt = {
  readonly receipt_id: string
  readonly state: 'delivered' | 'failed'
  readonly detail: string | null
  readonly received_at: string
}

/** The consent that a message rests on, with its proof. */
export type MessageConsent = {
  readonly consent_id: number
  readonly at: string
  readonly text_version: string | null
  readonly how: string
  readonly taken_by: string
}

export type MessageRecord = {
  readonly attempts: readonly MessageAttempt[]
  readonly receipts: readonly MessageReceipt[]
  readonly consent: MessageConsent | null
}

/** What happened to one message and what permits it; the caller has found it in scope. */
export const readMessageRecord = async (
  db: Db,
  { message_id, consent_id }: Pick<Message, 'message_id' | 'consent_id'>,
): Promise<MessageRecord> => {
  const attempts = await db.query<MessageAttempt>(
    `select attempt, sender, provider, started_at, ended_at, outcome, reason, provider_id
     from message_attempt where message_id = $1 order by attempt`,
    [message_id],
  )
  const receipts = await db.query<MessageReceipt>(
    'select receipt_id, state, detail, received_at from message_receipt where message_id = $1 order by received_at, receipt_id',
    [message_id],
  )
  const consents = await readConsents(db, [{ consent_id }])
  return { attempts, receipts, consent: consents.get(consent_id ?? 0) ?? null }
}

/** The consents that messages rest on, by their number. */
export const readConsents = async (
  db: Db,
  messages: readonly Pick<Message, 'consent_id'>[],
): Promise<ReadonlyMap<number, MessageConsent>> => {
  const ids = [...new Set(messages.flatMap(({ consent_id }) => consent_id ?? []))]
  const rows = await db.query<MessageConsent>(
    'select consent_id, at, text_version, how, taken_by from consent where consent_id = any($1)',
    [ids],
  )
  return new Map(rows.map((row) => [row.consent_id, row]))
}
