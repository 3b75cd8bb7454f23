import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sampleDirty } from '../src/index.ts'

it('the dirty file is GB18030 with Chinese headers and names every mistake by line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tend-sample-'))
  try {
    const { file, rows, mistakes } = await sampleDirty({ folder, date: '2026-10-31' })
    const bytes = await readFile(file)
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow()
    const lines = new TextDecoder('gb18030', { fatal: true }).decode(bytes).trimEnd().split('\r\n')
    expect(lines[0]).toBe('流水号,客户号,交易日期,收支方向,金额,交易类型,渠道')
    expect(lines).toHaveLength(rows + 1)
    expect(mistakes).toHaveLength(13)
    const good = /^\d+,C\d{8},2026-10-31,(转入|转出),\d+\.50,(转账|消费),(mobile|pos)$/
    const bad = lines.flatMap((line, index) => (index > 0 && !good.test(line) ? [index + 1] : []))
    expect(bad).toEqual(
      mistakes
        .filter((one) => !['the number of another row', 'a customer whom nobody knows'].includes(one.mistake))
        .map((one) => one.line),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
})
