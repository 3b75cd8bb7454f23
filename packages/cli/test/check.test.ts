import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runProgram } from '../src/program.ts'

let folder: string
let wrong: string
let printed = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tend-check-'))
  wrong = join(folder, 'telecom')
  cpSync(join(import.meta.dirname, '../../../packs/telecom'), wrong, { recursive: true })
  const grades = join(wrong, 'schemes/grades.yaml')
  const text = readFileSync(grades, 'utf8')
  writeFileSync(grades, text.replace('tie: tenure_months', 'tie: tenure_month').replace('>= 160 ', '>= 1万 '))
  printed = ''
  const keep = (chunk: unknown): boolean => {
    printed += String(chunk)
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(keep)
  vi.spyOn(process.stderr, 'write').mockImplementation(keep)
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = 0
  rmSync(folder, { recursive: true, force: true })
})

const tend = (line: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<number> =>
  runProgram(['node', 'tend', ...line], { TEND_HOME: join(folder, 'home'), ...environment })

const chinese = `schemes/grades.yaml:7:8  错误  unknown-reference
    abcd.tie：没有名为“tenure_month”的指标
    建议：是否应为“tenure_months”？`

test('a wrong pack is explained in English, and in Chinese where --language says so', async () => {
  expect(await tend(['check', wrong])).toBe(1)
  expect(printed).toContain('    abcd.tie: unknown indicator "tenure_month"\n    did you mean "tenure_months"?')
  expect(printed).toMatch(/2 errors, 0 warnings\n$/)
  printed = ''
  expect(await tend(['check', wrong, '--language', 'zh'])).toBe(1)
  expect(printed).toContain(chinese)
  expect(printed).toContain('建议：请写出完整数字：10万应写成 100000，1亿应写成 100000000')
  expect(printed).toMatch(/共 2 处错误，0 处警告\n$/)
})

test('without --language the environment speaks, LC_ALL before LC_MESSAGES before LANG', async () => {
  await tend(['check', wrong], { LANG: 'zh_CN.UTF-8' })
  expect(printed).toContain(chinese)
  printed = ''
  await tend(['check', wrong], { LANG: 'zh_CN.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' })
  expect(printed).toContain('2 errors')
  printed = ''
  await tend(['check', wrong], { LC_ALL: 'zh_CN.UTF-8', LC_MESSAGES: 'C' })
  expect(printed).toContain(chinese)
  printed = ''
  await tend(['check', wrong, '--language', 'en'], { LC_ALL: 'zh_CN.UTF-8' })
  expect(printed).toContain('2 errors')
})

test('a pack without errors is counted in the language of its reader', async () => {
  expect(await tend(['check', 'telecom', '--language', 'zh'])).toBe(0)
  expect(printed).toMatch(
    /^方案 telecom 没有错误：数据 \d+、指标 \d+、分级 \d+、.*假设值 \d+ 处（--assumed 列出）。内容指纹 /,
  )
  printed = ''
  expect(await tend(['check', 'telecom'])).toBe(0)
  expect(printed).toMatch(
    /^telecom is in order: \d+ facts, \d+ indicators, .* assumed figures \(--assumed lists them\)/,
  )
})

test('the issues as JSON carry both languages', async () => {
  await tend(['check', wrong, '--json', '--language', 'zh'])
  const [first] = JSON.parse(printed)
  expect(first.message).toEqual({ zh: '没有名为“tenure_month”的指标', en: 'unknown indicator "tenure_month"' })
})

test('another command that meets a wrong pack explains it in the language of the environment', async () => {
  const order = ['ingest', 'customers.csv', '--as', 'customer', '--pack', wrong]
  expect(await tend(order)).toBe(1)
  expect(printed).toContain('has mistakes:')
  expect(printed).toContain('did you mean "tenure_months"?')
  printed = ''
  expect(await tend(order, { LANG: 'zh_CN.UTF-8' })).toBe(1)
  expect(printed).toContain(`${wrong} 中的方案有错误：`)
  expect(printed).toContain('没有名为“tenure_month”的指标')
})
