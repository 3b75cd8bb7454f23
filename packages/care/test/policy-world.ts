import type { Channel, Policy, Purpose } from '@tend/pack'
import type { Db } from '@tend/store'
import type { PolicyPack } from '../src/policy/verdict.ts'
import { monday } from './world.ts'

const label = (zh: string, en: string) => ({ zh, en })
const position = { file: 'test.yaml', line: 1, column: 1 }
const purpose = (id: string, basis: Purpose['basis'], more: Partial<Purpose> = {}): [string, Purpose] => [
  id,
  { id, label: label(id, id), position, basis, afterLeaving: false, ...more },
]
const channel = (id: string, more: Partial<Channel> = {}): [string, Channel] => [
  id,
  { id, label: label(id, id), position, by: 'person', needsTrust: false, isQuiet: false, isInPerson: false, ...more },
]

export const policy = (changes: Partial<Policy> = {}): Policy => ({
  id: 'rules',
  label: label('规则', 'Rules'),
  position,
  quietHours: { from: '21:00', to: '09:00' },
  quietOnHolidays: true,
  coolOffDays: 30,
  caps: [],
  minimums: [],
  ...changes,
})

export const policyPack = (...policies: readonly Partial<Policy>[]): PolicyPack => ({
  purposes: new Map([
    purpose('marketing', 'consent', { consentText: label('同意', 'I agree'), consentVersion: '2026-11' }),
    purpose('bulletin', 'consent', { consentText: label('同意', 'I agree'), consentVersion: '1' }),
    purpose('win_back', 'consent', { afterLeaving: true }),
    purpose('relationship', 'objection'),
    purpose('service', 'contract'),
  ]),
  channels: new Map([
    channel('phone', { address: 'phone' }),
    channel('visit'),
    channel('sms', { by: 'message', address: 'phone' }),
    channel('email', { by: 'message', address: 'email' }),
    channel('wecom', { by: 'message', needsTrust: true }),
    channel('letter', { by: 'message', isQuiet: true }),
  ]),
  policies: new Map(policies.map((changes, index) => [`rules_${index}`, policy({ id: `rules_${index}`, ...changes })])),
})

export type ConsentSpec = {
  readonly customer?: string
  readonly purpose?: string | null
  readonly channel?: string | null
  readonly state?: 'given' | 'withdrawn'
  readonly at?: Date
}

/** Writes what a customer said and answers its number. */
export const agree = async (db: Db, spec: ConsentSpec = {}): Promise<number> => {
  const { customer = 'a', purpose: why = 'marketing', channel: where = null, state = 'given', at = monday } = spec
  const [row] = await db.query<{ consent_id: number }>(
    `insert into consent (customer_id, purpose, channel, state, at, how, taken_by, source, recorded_at)
     values ($1, $2, $3, $4, $5, 'form', 'u', 'tend', $5) returning consent_id`,
    [customer, why, where, state, at],
  )
  return row?.consent_id ?? 0
}

export type ContactSpec = {
  readonly customer?: string
  readonly channel?: string
  readonly purpose?: string | null
  readonly direction?: 'inbound' | 'outbound'
  readonly result?: string
  readonly refusal?: 'cool_off' | 'withdraw'
  readonly at: Date
}

export const contacted = async (db: Db, spec: ContactSpec): Promise<void> => {
  await db.execute(
    `insert into contact (customer_id, at, user_id, channel, direction, outcome, result, purpose, refusal)
     values ($1, $2, 'u', $3, $4, 'o', $5, $6, $7)`,
    [
      spec.customer ?? 'a',
      spec.at,
      spec.channel ?? 'phone',
      spec.direction ?? 'outbound',
      spec.result ?? 'success',
      spec.purpose === undefined ? 'relationship' : spec.purpose,
      spec.refusal ?? null,
    ],
  )
}

export type MessageSpec = {
  readonly customer?: string
  readonly channel?: string
  readonly purpose?: string
  readonly state?: string
  readonly at: Date
}

let messages = 0
/** Puts a message into the outbox as it stands in that state, and answers its number. */
export const queued = async (db: Db, spec: MessageSpec): Promise<number> => {
  messages += 1
  const { customer = 'a', channel: where = 'sms', purpose: why = 'marketing', state = 'waiting', at } = spec
  const [row] = await db.query<{ message_id: number }>(
    `insert into message (customer_id, unit_id, channel, purpose, kind, template, language, body, sender_name, state, reason, not_before,
       next_attempt_at, lease_until, leased_by, idempotency_key, dedupe_key, pack_hash, created_at, created_by, sent_at)
     values ($1, 'east-1', $2, $3, 'offer', 't', 'zh', 'x', 's', $4, case when $4 in ('dead', 'unknown', 'cancelled', 'expired') then 'r' end, $5,
       $5, case when $4 = 'sending' then $5::timestamptz end, case when $4 = 'sending' then 'l' end, $6, $6, 'h', $5, 'system',
       case when $4 in ('sent', 'delivered') then $5::timestamptz end)
     returning message_id`,
    [customer, where, why, state, at, `message-${messages}`],
  )
  return row?.message_id ?? 0
}
