/** The length of a text as an operator counts it. */
export type SmsLength = {
  readonly encoding: 'GSM-7' | 'UCS-2'
  /** Places that the text takes: septets, or 16-bit units. */
  readonly characters: number
  readonly segments: number
  /** Places that are left in the last segment. */
  readonly left: number
}

const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
/** These take two places: they stand behind an escape. */
const extended = new Set('\f^{}\\[~]|€')

/**
 * How many short messages a text makes (GSM 03.38, 03.40): 160 places in the 7-bit alphabet, 153 each where there are several; 70 and 67 for a text
 * with any other character, which is every Chinese one. A character of two places, or two units, never stands in two segments. An empty text makes none.
 */
export function measureSms(text: string): SmsLength {
  const characters = [...text]
  const isGsm = characters.every((character) => basic.has(character) || extended.has(character))
  const sizes = characters.map((character) => (isGsm ? (extended.has(character) ? 2 : 1) : character.length))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const [single, several] = isGsm ? [160, 153] : [70, 67]
  const encoding = isGsm ? 'GSM-7' : 'UCS-2'
  if (total <= single) return { encoding, characters: total, segments: total === 0 ? 0 : 1, left: single - total }
  let segments = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > several) {
      segments++
      used = 0
    }
    used += size
  }
  return { encoding, characters: total, segments, left: several - used }
}
