import { createHash } from 'node:crypto'
import type { Pack, Template } from '@tend/pack'
import type { Db } from '@tend/store'
import { judgeContacts } from '../policy/judge.ts'
import { type Composed, composeMessage, type Speaker, valuesOfReason } from './compose.ts'
import type { LeftOut, PlannedMessage, QueueContext, QueuedMessages } from './message.ts'
import { addressOf, type Receiver, readInstitution, readReceivers } from './receiver.ts'
import { explainLint, explainRefusal, explainUnknownTemplate } from './sentence.ts'

const batchMessages = 2_000

/**
 * Puts planned messages into the outbox, in the caller's transaction: asks the policy without the hour, renders each for its customer, holds it to the rules of
 * its kind and writes down who signs. What the policy forbids and what breaks a rule is left out with its reason; a key that was queued before changes nothing.
 * Each is judged for itself (`judgeContacts`), so one that plans several for a customer settles them first. Sent by `claimMessages`, which asks again.
 */
export const queueMessages = async (
  tx: Db,
  pack: Pack,
  planned: readonly PlannedMessage[],
  context: QueueContext,
): Promise<QueuedMessages> => {
  const speaker = await readSpeaker(tx, pack, context)
  const total = { queued: [...noneQueued], leftOut: [...noneLeftOut], repeated: 0 }
  for (let from = 0; from < planned.length; from += batchMessages) {
    const done = await queueBatch(tx, pack, planned.slice(from, from + batchMessages), context, speaker)
    total.queued.push(...done.queued)
    total.leftOut.push(...done.leftOut)
    total.repeated += done.repeated
  }
  return total
}

const noneQueued: QueuedMessages['queued'] = []
const noneLeftOut: QueuedMessages['leftOut'] = []

/** Who speaks in messages of this context: the institution by the name that its pack gives it, else by that of the unit at the top. */
export const readSpeaker = async (
  db: Db,
  { institution }: Pick<Pack, 'institution'>,
  { writer }: Pick<QueueContext, 'writer'>,
): Promise<Speaker> => ({
  institution: institution ?? (await readInstitution(db)),
  ...(writer === undefined ? {} : { writer }),
})

type Ready = { readonly planned: PlannedMessage; readonly template: Template }

const queueBatch = async (
  tx: Db,
  pack: Pack,
  planned: readonly PlannedMessage[],
  context: QueueContext,
  speaker: Speaker,
): Promise<QueuedMessages> => {
  const fresh = await dropRepeated(tx, planned)
  const leftOut: LeftOut[] = []
  const known: Ready[] = []
  for (const one of fresh) {
    const template = pack.templates.get(one.template)
    if (template === undefined) leftOut.push({ planned: one, ...explainUnknownTemplate(one.template) })
    else known.push({ planned: one, template })
  }
  const receivers = await readReceivers(tx, [...new Set(known.map((one) => one.planned.customerId))])
  const verdicts = await judgeContacts(
    tx,
    pack,
    known.map(({ planned: one, template }) => ({
      customerId: one.customerId,
      channel: template.channel,
      purpose: purposeOf(pack, template),
      at: one.notBefore ?? context.now,
    })),
    { hour: false, timeZone: context.timeZone },
  )
  const rows: object[] = []
  for (const [index, { planned: one, template }] of known.entries()) {
    const verdict = verdicts[index]
    const receiver = receivers.get(one.customerId)
    if (verdict === undefined || verdict.kind === 'refused' || receiver === undefined) {
      const asked = { channel: template.channel, purpose: purposeOf(pack, template), timeZone: context.timeZone }
      leftOut.push({ planned: one, ...explainRefusal(pack, verdict, asked) })
      continue
    }
    const composed = composeMessage(pack, template, one, receiver, speaker)
    if (composed.findings.length > 0) leftOut.push({ planned: one, ...explainLint(composed.findings) })
    else rows.push(rowOf(pack, { planned: one, template }, receiver, composed, verdict.consentId, context))
  }
  const ids = await insertMessages(tx, rows, context, pack.hash)
  const queued = known.flatMap(({ planned: one }) => {
    const messageId = ids.get(one.dedupeKey)
    return messageId === undefined ? [] : [{ messageId, planned: one }]
  })
  return { queued, leftOut, repeated: planned.length - queued.length - leftOut.length }
}

/** A kind that the pack does not know has no purpose, which the policy takes for one that needs consent. */
export const purposeOf = (pack: Pick<Pack, 'messages'>, template: Template): string =>
  pack.messages.get(template.kind)?.purpose ?? ''

const dropRepeated = async (tx: Db, planned: readonly PlannedMessage[]): Promise<readonly PlannedMessage[]> => {
  const byKey = new Map(planned.map((one) => [one.dedupeKey, one] as const))
  const found = await tx.query<{ dedupe_key: string }>('select dedupe_key from message where dedupe_key = any($1)', [
    [...byKey.keys()],
  ])
  for (const { dedupe_key } of found) byKey.delete(dedupe_key)
  return [...byKey.values()]
}

/** The same for each attempt, and for whoever plans the same again; tells a receiver nothing. */
export const idempotencyKeyOf = (dedupeKey: string): string =>
  createHash('sha256').update(`message|${dedupeKey}`).digest('hex').slice(0, 40)

const rowOf = (
  pack: Pack,
  { planned, template }: Ready,
  receiver: Receiver,
  { subject, body, language, sender }: Composed,
  consentId: number | null,
  { now }: QueueContext,
) => ({
  customer_id: planned.customerId,
  unit_id: receiver.unit_id,
  channel: template.channel,
  purpose: purposeOf(pack, template),
  kind: template.kind,
  template: template.id,
  language,
  play: planned.play,
  moment: planned.moment,
  moment_id: planned.momentId,
  moment_values: valuesOfReason(pack, planned),
  task_id: planned.taskId,
  theme_id: planned.themeId,
  address: addressOf(pack, template.channel, receiver),
  subject,
  body,
  sender_name: sender.name,
  sender_staff_id: sender.staffId,
  not_before: planned.notBefore ?? now,
  expires_at: planned.expiresAt,
  idempotency_key: idempotencyKeyOf(planned.dedupeKey),
  dedupe_key: planned.dedupeKey,
  consent_id: consentId,
})

const insertMessages = async (
  tx: Db,
  rows: readonly object[],
  { now, createdBy, runId }: QueueContext,
  packHash: string,
): Promise<ReadonlyMap<string, number>> => {
  if (rows.length === 0) return new Map()
  const inserted = await tx.query<{ message_id: number; dedupe_key: string }>(
    `insert into message (customer_id, unit_id, channel, purpose, kind, template, language, play, moment, moment_id, moment_values, task_id,
       theme_id, address, subject, body, sender_name, sender_staff_id, not_before, next_attempt_at, expires_at, idempotency_key, dedupe_key,
       consent_id, pack_hash, run_id, created_at, created_by)
     select customer_id, unit_id, channel, purpose, kind, template, language, play, moment, moment_id, moment_values, task_id,
       theme_id, address, subject, body, sender_name, sender_staff_id, not_before, not_before, expires_at, idempotency_key, dedupe_key,
       consent_id, $2, $3, $4, $5
     from jsonb_to_recordset($1) as row (customer_id text, unit_id text, channel text, purpose text, kind text, template text,
       language text, play text, moment text, moment_id text, moment_values jsonb, task_id bigint, theme_id bigint, address text, subject text,
       body text, sender_name text, sender_staff_id text, not_before timestamptz, expires_at timestamptz, idempotency_key text, dedupe_key text,
       consent_id bigint, place integer)
     order by place
     on conflict (dedupe_key) do nothing
     returning message_id, dedupe_key`,
    [JSON.stringify(rows.map((row, place) => ({ ...row, place }))), packHash, runId ?? null, now, createdBy],
  )
  return new Map(inserted.map((row) => [row.dedupe_key, row.message_id]))
}
