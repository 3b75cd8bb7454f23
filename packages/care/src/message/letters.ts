import type { Pack } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { type Scope, scopePredicate } from '../access/scope.ts'
import { recordAudit } from '../audit/audit.ts'
import { type At, type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { judgeContacts } from '../policy/judge.ts'
import { type PolicyPack, stops } from '../policy/verdict.ts'
import { type Refused, settleRefused } from './refused.ts'

/** Channels that a person serves by printing: nothing is sent there by itself. */
export const letterChannel = 'letter'

export type Printed = {
  readonly kind: 'done'
  /** Null where no letter waits. */
  readonly batch: string | null
  readonly letters: number
  readonly cancelled: number
}

/**
 * Takes the letters that wait, in the order in which they were written, into a batch that is printed: the person is the sender. Each is judged again; what may not
 * be sent any more is cancelled, what the customer had enough of for now waits. The batch's pages can be had again (`readLetters`), so that a jammed printer loses none. `batch` is the id of the new batch.
 */
export const printLetters = (
  store: Store,
  command: Command,
  scope: Scope,
  pack: Pack,
  input: { readonly batch: string; readonly count: number; readonly unitIds?: readonly string[] },
): Promise<Printed | Refusal> =>
  runOnce(
    store,
    command,
    { name: 'printLetters', input: { count: input.count, unitIds: input.unitIds } },
    async (tx) => {
      const { actor, now, timeZone } = command
      if (!can(actor, 'messages.manage')) return refuse('forbidden')
      const waiting = await takeLetters(tx, scope, now, input)
      const verdicts = await judgeContacts(
        tx,
        pack,
        waiting.map((letter) => ({
          customerId: letter.customer_id,
          channel: letterChannel,
          purpose: letter.purpose,
          at: now,
          messageId: letter.message_id,
        })),
        { hour: false, timeZone },
      )
      const judged = waiting.flatMap((letter, index) => {
        const verdict = verdicts[index]
        return verdict === undefined ? [] : [{ ...letter, verdict }]
      })
      const refused = judged.filter((one): one is Waiting & Refused => one.verdict.kind === 'refused')
      const sent = judged.flatMap(({ message_id, verdict }) =>
        verdict.kind === 'allowed' ? [{ message_id, consent_id: verdict.consentId }] : [],
      )
      const { cancelled } = await settleRefused(tx, refused, now)
      await tx.execute(markPrinted, [JSON.stringify(sent), now, input.batch])
      await tx.execute(recordPrinting, [JSON.stringify(sent), now, actor.userId, input.batch])
      if (sent.length === 0) return { kind: 'done', batch: null, letters: 0, cancelled }
      const letters = new Set(sent.map(({ message_id }) => message_id))
      await recordAudit(tx, {
        at: now,
        actor: actor.userId,
        action: 'letter.print',
        subjectKind: 'list',
        subjectId: input.batch,
        detail: {
          customers: [...new Set(waiting.flatMap((one) => (letters.has(one.message_id) ? [one.customer_id] : [])))],
          letters: sent.length,
          cancelled,
        },
      })
      return { kind: 'done', batch: input.batch, letters: sent.length, cancelled }
    },
  )

type Waiting = {
  readonly message_id: number
  readonly customer_id: string
  readonly purpose: string
  readonly expires_at: string | null
}

const takeLetters = (
  tx: Db,
  scope: Scope,
  now: Date,
  { count, unitIds }: { readonly count: number; readonly unitIds?: readonly string[] },
): Promise<Waiting[]> => {
  const columns = { customer: 'customer.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }
  const { sql, params } = scopePredicate(scope, columns, 5)
  return tx.query<Waiting>(
    `select message.message_id, message.customer_id, message.purpose, message.expires_at
     from message join customer on customer.customer_id = message.customer_id
     where message.state = 'waiting' and message.channel = $1 and message.next_attempt_at <= $2
     and (message.expires_at is null or message.expires_at > $2)
     and ($3::text[] is null or customer.unit_id = any($3)) and ${sql}
     order by message.message_id
     limit $4
     for update of message skip locked`,
    [letterChannel, now, unitIds ?? null, count, ...params],
  )
}

const markPrinted = `
  update message set state = 'sent', reason = null, sent_at = $2, attempts = attempts + 1, provider = 'print', print_batch = $3, consent_id = sent.consent_id
  from jsonb_to_recordset($1) as sent (message_id bigint, consent_id bigint)
  where message.message_id = sent.message_id`

const recordPrinting = `
  insert into message_attempt (message_id, attempt, sender, provider, started_at, ended_at, outcome, provider_id)
  select message.message_id, message.attempts, $3, 'print', $2, $2, 'accepted', $4
  from jsonb_to_recordset($1) as sent (message_id bigint)
  join message on message.message_id = sent.message_id`

/** A letter as it is printed; raw. */
export type Letter = {
  readonly message_id: number
  readonly customer_id: string
  readonly channel: string
  readonly purpose: string
  readonly customer_name: string | null
  readonly address: string | null
  readonly subject: string | null
  readonly body: string
  readonly sender_name: string
  readonly language: 'zh' | 'en'
  readonly sent_at: string
  readonly unit_name: string
}

/**
 * The letters of a batch as far as the scope reaches, in the order of printing; without those of customers who have refused since, who are not written to
 * because a printer jammed.
 */
export const readLetters = async (
  db: Db,
  scope: Scope,
  pack: PolicyPack,
  { now, timeZone }: At,
  batch: string,
): Promise<Letter[]> => {
  const columns = { customer: 'message.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }
  const { sql, params } = scopePredicate(scope, columns, 2)
  const letters = await db.query<Letter>(
    `select message_id, message.customer_id, channel, purpose, customer.name as customer_name, address, subject, body, sender_name, language, sent_at,
       coalesce(org_unit.name, message.unit_id) as unit_name
     from message
     join customer on customer.customer_id = message.customer_id
     left join org_unit on org_unit.unit_id = customer.unit_id
     where print_batch = $1 and ${sql}
     order by message_id`,
    [batch, ...params],
  )
  const verdicts = await judgeContacts(
    db,
    pack,
    letters.map(({ customer_id: customerId, message_id: messageId, channel, purpose }) => ({
      customerId,
      channel,
      purpose,
      at: now,
      messageId,
    })),
    { hour: false, timeZone },
  )
  return letters.filter((_letter, index) => {
    const verdict = verdicts[index]
    return verdict?.kind === 'allowed' || (verdict !== undefined && !stops.includes(verdict.code))
  })
}

export type LetterBatch = {
  readonly batch: string
  readonly letters: number
  readonly printed_at: string
  readonly printed_by: string
}

/** The batches printed last, as far as the scope reaches, latest first. */
export const listLetterBatches = (db: Db, scope: Scope, limit: number): Promise<LetterBatch[]> => {
  const columns = { customer: 'message.customer_id', unit: 'customer.unit_id', owner: 'customer.owner_id' }
  const { sql, params } = scopePredicate(scope, columns, 2)
  return db.query<LetterBatch>(
    `select print_batch as batch, count(*) as letters, min(sent_at) as printed_at, min(message_attempt.sender) as printed_by
     from message
     join customer on customer.customer_id = message.customer_id
     join message_attempt on message_attempt.message_id = message.message_id and message_attempt.provider_id = print_batch
     where print_batch is not null and ${sql}
     group by print_batch
     order by min(sent_at) desc, print_batch
     limit $1`,
    [limit, ...params],
  )
}
