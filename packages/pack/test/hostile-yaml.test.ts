import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadPack } from '../src/index.ts'

/** `SEED=… npm test` repeats a run. */
const seed = Number(process.env.SEED ?? 20_261_122)
const kinds = ['facts', 'indicators', 'schemes', 'moments', 'plays', 'guards', 'models']
const model = `kinds_of_traders:
  label: { zh: 交易者分群, en: Kinds of traders }
  kind: segments
  features: [trades_30d, fees_12m]
  clusters: 3
  seed: 7
  sample: 1000
`
let root: string
let files: readonly string[]

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'tend-hostile-'))
  cpSync(join(import.meta.dirname, '../../../packs'), root, { recursive: true })
  const pack = join(root, 'futures')
  mkdirSync(join(pack, 'models'), { recursive: true })
  writeFileSync(join(pack, 'models/kinds.yaml'), model)
  const folders = kinds.map((kind) => join(pack, kind)).filter((folder) => existsSync(folder))
  files = folders.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
})

afterAll(() => rmSync(root, { recursive: true }))

/** Loads a pack with one file changed; whatever stands in it, there is a pack or an issue with a place. */
function loadWith(file: string, text: string): void {
  const original = readFileSync(file, 'utf8')
  writeFileSync(file, text)
  try {
    const { pack, issues } = loadPack(join(root, 'futures'))
    expect(pack !== undefined || issues.some((issue) => issue.severity === 'error')).toBe(true)
    for (const issue of issues) {
      expect(Math.min(issue.line, issue.column)).toBeGreaterThanOrEqual(1)
      expect(issue.message.zh).toMatch(/\p{Script=Han}/u)
    }
  } finally {
    writeFileSync(file, original)
  }
}

test(`a damaged file gives issues and never a throw (seed ${seed})`, () => {
  const damage = fc.tuple(
    fc.nat(),
    fc.nat(),
    fc.nat(80),
    fc.constantFrom('', ' ', '\n', ':', '- ', '{', '"', "'", '&a ', '*a', '\t', '|', '99', 'null'),
  )
  fc.assert(
    fc.property(damage, ([which, start, length, insert]) => {
      const file = files[which % files.length] ?? ''
      const text = readFileSync(file, 'utf8')
      const from = start % text.length
      loadWith(file, text.slice(0, from) + insert + text.slice(from + length))
    }),
    { seed, numRuns: 60 },
  )
})

test(`any value in place of a definition gives issues and never a throw (seed ${seed})`, () => {
  const keys = [
    'label',
    'unit',
    'formula',
    'measure',
    'groupRate',
    'window',
    'fact',
    'where',
    'variant',
    'levels',
    'kind',
    'reason',
    'value',
    'on',
    'columns',
    'key',
    'fields',
    'groups',
    'outcomes',
    'values',
    'adds',
    'among',
    'population',
    'function',
    'of',
    'model',
    'id',
    'output',
    'x',
    'y',
    'cut',
    'cell',
    'enter',
    'features',
    'outcome',
    'scheme',
    'classes',
    'rules',
    'yieldsTo',
    'festival',
  ]
  const { definition } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.constantFrom(
        '',
        'money',
        'ladder',
        'rank',
        'stage',
        'matrix',
        'rules',
        'list',
        'fact',
        'segments',
        'scorecard',
        'threshold',
        'expiry',
        'calendar',
        'sum(amount)',
        'balance',
        'x',
      ),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.double(),
    ),
    definition: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.array(tie('definition'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie('definition'), { maxKeys: 6 }),
    ),
  }))
  fc.assert(
    fc.property(fc.nat(), definition, (which, value) =>
      loadWith(files[which % files.length] ?? '', JSON.stringify({ broken: value })),
    ),
    { seed, numRuns: 60 },
  )
})
