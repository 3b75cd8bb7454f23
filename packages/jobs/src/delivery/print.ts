import { fillRefusal, type Letter, localDay, type RefuseUrl } from '@tend/care'
import { renderLetters } from '@tend/channels'
import { formatValue, type Pack } from '@tend/pack'

/** The letters of a batch as PDF, ready for the printer and window envelopes. */
export const printLetterBatch = (
  letters: readonly Letter[],
  pack: Pick<Pack, 'timeZone' | 'currency'>,
  refuseUrl?: RefuseUrl,
): Promise<Uint8Array> =>
  renderLetters(
    letters.map((letter) => ({
      name: letter.customer_name ?? letter.customer_id,
      address: letter.address ?? '',
      from: letter.unit_name,
      subject: letter.subject,
      body: fillRefusal(letter.body, letter, refuseUrl),
      day: formatValue(localDay(new Date(letter.sent_at), pack.timeZone), 'date', letter.language, pack.currency),
    })),
  )
