import { type Described, describeVerdict, type Verdict as Judged } from '@tend/care'
import type { Verdict } from '@tend/contract'
import type { Pack } from '@tend/pack'

/** The answer to "may we?" with its sentence. */
export function presentVerdict(pack: Pack, judged: Judged, asked: Omit<Described, 'timeZone'>): Verdict {
  const sentence = describeVerdict(pack, judged, { ...asked, timeZone: pack.timeZone })
  if (judged.kind === 'refused')
    return { isAllowed: false, code: judged.code, until: judged.until, consentId: null, sentence }
  const consentId = judged.consentId === null ? null : String(judged.consentId)
  return { isAllowed: true, code: null, until: null, consentId, sentence }
}
