import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SampleFile } from './write.ts'

export type DirtyOptions = {
  readonly folder: string
  /** Business date of the file's rows, as `YYYY-MM-DD`. */
  readonly date: string
}

/** A deliberate mistake: lines count from 1, the header included. */
export type Mistake = { readonly line: number; readonly column: string; readonly mistake: string }

export type DirtySample = SampleFile & { readonly mistakes: readonly Mistake[] }

const HEADER = ['流水号', '客户号', '交易日期', '收支方向', '金额', '交易类型', '渠道']

/** Above every number that a generated bank uses. */
const FIRST_ID = 900_000_000_000_000

/**
 * Writes `transaction-dirty.csv`: GB18030, Chinese headers, thirty rows of the first customers of a generated bank and thirteen mistakes
 * between them, each of which quarantine must catch while every other row loads.
 */
export const sampleDirty = async ({ folder, date }: DirtyOptions): Promise<DirtySample> => {
  const lines: string[][] = Array.from({ length: 30 }, (_, index) => goodRow(index, date))
  const mistakes: Mistake[] = []
  for (const [place, { column, mistake, spoil }] of spoilt(date).entries()) {
    const line = 2 + place * 3
    lines.splice(line, 0, spoil(goodRow(100 + place, date)))
    mistakes.push({ line: line + 2, column, mistake })
  }
  const text = [HEADER, ...lines].map((cells) => cells.join(',')).join('\r\n')
  const file = join(folder, 'transaction-dirty.csv')
  await mkdir(folder, { recursive: true })
  await writeFile(file, encodeGb18030(`${text}\r\n`))
  return { fact: 'transaction', file, rows: lines.length, mistakes }
}

const goodRow = (index: number, date: string): string[] => [
  String(FIRST_ID + index),
  `C${String((index % 30) + 1).padStart(8, '0')}`,
  date,
  index % 3 === 0 ? '转入' : '转出',
  `${120 + index * 37}.50`,
  index % 2 === 0 ? '转账' : '消费',
  index % 2 === 0 ? 'mobile' : 'pos',
]

type Spoiler = { readonly column: string; readonly mistake: string; readonly spoil: (cells: string[]) => string[] }

const spoilt = (date: string): readonly Spoiler[] => [
  replaced('金额', 'an amount in words', '一百二十元'),
  replaced('交易日期', 'a day that no calendar has', `${date.slice(0, 4)}-02-30`),
  replaced('客户号', 'a customer whom nobody knows', 'C99999999'),
  replaced('收支方向', 'a direction outside the list', '转走'),
  replaced('客户号', 'no customer', ''),
  replaced('金额', 'an amount below zero', '-50.00'),
  replaced('交易类型', 'a kind outside the list', '其他'),
  replaced('流水号', 'a number that is a text', 'A-17'),
  replaced('金额', 'no amount', ''),
  replaced('渠道', 'a channel outside the list', '柜台'),
  replaced('流水号', 'the number of another row', String(FIRST_ID + 1)),
  { column: '渠道', mistake: 'a cell too many', spoil: (cells) => [...cells, '备注'] },
  { column: '渠道', mistake: 'two cells too few', spoil: (cells) => cells.slice(0, 5) },
]

const replaced = (column: string, mistake: string, value: string): Spoiler => ({
  column,
  mistake,
  spoil: (cells) => cells.map((cell, index) => (HEADER[index] === column ? value : cell)),
})

/** The platform decodes GB18030 but does not encode it: the table is its decoder turned round, for the two-byte characters. */
const encodeGb18030 = (text: string): Uint8Array => {
  const decoder = new TextDecoder('gb18030')
  const codes = new Map<string, readonly number[]>()
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail !== 0x7f) codes.set(decoder.decode(Uint8Array.of(lead, trail)), [lead, trail])
    }
  }
  return Uint8Array.from([...text].flatMap((character) => codes.get(character) ?? [character.charCodeAt(0)]))
}
