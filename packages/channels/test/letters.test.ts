import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { type PrintedLetter, renderLetters } from '../src/index.ts'

const letter: PrintedLetter = {
  name: '李雷',
  address: '上海市浦东新区世纪大道100号\n200120',
  from: '常青银行城东支行',
  subject: '生日快乐',
  body: '祝您生日快乐，身体健康。\n城东支行 王敏',
  day: '2026年11月22日',
}

/** Pages of a PDF, and the texts of its ToUnicode maps: the characters that it embeds. */
const read = (pdf: Buffer): { readonly pages: number; readonly characters: Set<string> } => {
  const raw = pdf.toString('latin1')
  const characters = new Set<string>()
  for (const match of raw.matchAll(/stream\r?\n/g)) {
    const from = match.index + match[0].length
    const content = inflated(pdf.subarray(from, raw.indexOf('endstream', from)))
    if (!content.includes('begincmap')) continue
    for (const [, hex = ''] of content.matchAll(/<([0-9a-f]{4,})>/gi))
      characters.add(Buffer.from(hex, 'hex').swap16().toString('utf16le'))
  }
  return { pages: [...raw.matchAll(/\/Type \/Page\b/g)].length, characters }
}

const inflated = (part: Buffer): string => {
  try {
    return inflateSync(part).toString('latin1')
  } catch {
    return ''
  }
}

test('a batch has a page for each letter and holds every character that is written', async () => {
  const pdf = await renderLetters([letter, { ...letter, name: '韩梅梅', subject: null }])
  const { pages, characters } = read(pdf)
  expect(pages).toBe(2)
  for (const character of '李雷韩梅上海市浦东新区生日快乐身体健康城东支行王敏常青银行年月日')
    expect(characters).toContain(character)
  expect(pdf.length).toBeLessThan(200_000)
})

test('a long letter goes on overleaf, and the next one begins on a page of its own', async () => {
  const pdf = await renderLetters([{ ...letter, body: '祝您生日快乐。'.repeat(300) }, letter])
  expect(read(pdf).pages).toBe(3)
})
