import type { Pack } from '@tend/pack'
import type { Db } from '@tend/store'
import type { At } from '../command.ts'

/** A row of the record of consents. `taken_by_name` is the staff member or sign-in; null for the customer's own click and for files. */
export type Consent = {
  readonly consent_id: number
  readonly customer_id: string
  readonly purpose: string | null
  readonly channel: string | null
  readonly state: 'given' | 'withdrawn'
  readonly text_version: string | null
  readonly at: string
  readonly recorded_at: string
  readonly how: string
  readonly taken_by: string
  readonly taken_by_name: string | null
  readonly proof: string | null
  readonly source: 'tend' | 'link' | 'file'
}

/** Everything that the customer agreed to and refused, newest first. The caller has checked the scope. */
export const listConsents = (db: Db, customerId: string): Promise<Consent[]> =>
  db.query<Consent>(
    `select consent_id, customer_id, purpose, channel, state, text_version, at, recorded_at, how, taken_by,
       coalesce(staff.name, app_user.name) as taken_by_name, proof, source
     from consent
     left join staff on staff.staff_id = consent.staff_id
     left join app_user on app_user.id = consent.taken_by
     where customer_id = $1
     order by at desc, consent_id desc`,
    [customerId],
  )

/** Where a customer stands for a purpose and a channel, by the consents alone. */
export type Standing = {
  readonly purpose: string
  readonly channel: string
  readonly state: 'given' | 'withdrawn' | 'unknown'
  readonly consent: Consent | undefined
}

/**
 * Every purpose that may be refused with every channel: the latest row that covers both counts, of equal age the refusal; a consent that is dated ahead
 * does not count yet. The same reading as that of `judgeContacts`.
 */
export const standingOf = (
  pack: Pick<Pack, 'purposes' | 'channels'>,
  consents: readonly Consent[],
  { now }: Pick<At, 'now'>,
): Standing[] => {
  const ranked = consents
    .filter(({ state, at }) => state === 'withdrawn' || Date.parse(at) <= now.getTime())
    .sort(
      (a, b) =>
        ageOf(b) - ageOf(a) ||
        Number(b.state === 'withdrawn') - Number(a.state === 'withdrawn') ||
        b.consent_id - a.consent_id,
    )
  const purposes = [...pack.purposes.values()].filter(({ basis }) => basis !== 'contract')
  return purposes.flatMap(({ id: purpose }) =>
    [...pack.channels.keys()].map((channel) => {
      const consent = ranked.find((one) => (one.purpose ?? purpose) === purpose && (one.channel ?? channel) === channel)
      return { purpose, channel, state: consent?.state ?? 'unknown', consent }
    }),
  )
}

/** A consent that was known before its day is as old as the word of it: a refusal in between is later. */
const ageOf = ({ state, at, recorded_at }: Consent): number =>
  state === 'given' ? Math.min(Date.parse(at), Date.parse(recorded_at)) : Date.parse(at)
