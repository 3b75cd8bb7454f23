import { type Consent, standingOf } from '@tend/care'
import type { Consents, RouteResponse } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Person } from '../person.ts'

/** What a customer agreed to and refused, and where that leaves every purpose and channel. */
export function presentConsents(pack: Pack, person: Person, consents: readonly Consent[], now: Date): Consents {
  return {
    items: consents.map((each) => ({
      consentId: String(each.consent_id),
      purpose: each.purpose,
      channel: each.channel,
      state: each.state,
      textVersion: each.text_version,
      at: each.at,
      how: each.how,
      takenBy: each.taken_by_name ?? each.taken_by,
      proof: each.proof,
      source: each.source,
    })),
    standing: standingOf(pack, consents, { now })
      .filter(({ channel }) => !pack.channels.get(channel)?.isInternal)
      .map(({ purpose, channel, state, consent }) => ({
        purpose,
        channel,
        state,
        consentId: consent === undefined ? null : String(consent.consent_id),
        at: consent?.at ?? null,
      })),
    purposes: presentPurposes(pack),
    may: { record: person.may('consents.record') },
  }
}

export function presentPurposes(pack: Pack): RouteResponse<'getPolicy'>['purposes'] {
  return [...pack.purposes.values()].map(({ id, label, basis, consentText, consentVersion }) => ({
    id,
    label,
    basis,
    consentText: consentText ?? null,
    consentVersion: consentVersion ?? null,
  }))
}
