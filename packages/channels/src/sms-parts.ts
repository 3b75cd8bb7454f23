/** One short message of a text that may need several. `coding` as SMPP writes it: 0 the operator's own alphabet (ASCII here), 8 UCS-2. */
export type SmsPart = { readonly coding: 0 | 8; readonly udh: Buffer | null; readonly content: Buffer }

// What the 7-bit alphabet and ASCII write alike; everything else goes as UCS-2.
const plain = /^[\n\r !"#%&'()*+,\-./0-9:;<=>?A-Za-z]*$/

/** Cuts a text into what one short message holds: 160 or, joined, 153 places; in UCS-2 70 or 67. A character of two units is not torn apart. */
export const splitSms = (text: string, reference: number): readonly SmsPart[] => {
  const isPlain = plain.test(text)
  const coding = isPlain ? 0 : 8
  const encode = (part: string): Buffer =>
    isPlain ? Buffer.from(part, 'latin1') : Buffer.from(part, 'utf16le').swap16()
  const [single, joined] = isPlain ? [160, 153] : [70, 67]
  if (text.length <= single) return [{ coding, udh: null, content: encode(text) }]
  const parts = cut(text, joined)
  return parts.map((part, index) => ({
    coding,
    udh: Buffer.from([5, 0, 3, reference & 0xff, parts.length, index + 1]),
    content: encode(part),
  }))
}

const cut = (text: string, size: number): readonly string[] => {
  const parts: string[] = []
  let part = ''
  for (const character of text) {
    if (part.length + character.length > size) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part]
}
