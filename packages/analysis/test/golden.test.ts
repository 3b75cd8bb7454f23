/**
 * Golden cases: facts in, classes and moments out, written in YAML by people who know the business.
 *
 * Every `packs/<pack>/golden/*.yaml` (and those of the test packs beside this file) is a list of cases:
 *
 *     cases:
 *       - title: thirty-seven customers make 1 A, 1 B, 5 C and 30 D     # a fact about the product
 *         source: B2                                                    # spec item
 *         as_of: 2026-10-31
 *         facts:                           # fact → rows. Money in major units, dates YYYY-MM-DD; a column left out takes its default
 *           customer:
 *             - { customer_id: c1, name: 王一, opened_on: 2020-01-01 }
 *             - { repeat: 37, customer_id: 'c{n:2}', name: '客户{n}', opened_on: 2020-01-01 }    # n from 1 to 37: c01 … c37
 *             - { repeat: [38, 40], customer_id: 'c{n:2}', … }                                    # n from 38 to 40
 *           contribution:
 *             - { repeat: 37, customer_id: 'c{n:2}', month: 2026-10, date: 2026-10-31, profit: '{n*100}' }   # also {n+5} {n-1} {n%3}
 *         previous:                        # optional: days run before, in order; their facts stay, a row with the same key replaces
 *           - { as_of: 2026-09-30, facts: { … } }
 *         expect:                          # at least one of these; what is not named is not compared
 *           customers: 37
 *           counts: { pyramid: { A: 1, B: 1, C: 5, D: 30 } }
 *           levels:                        # scheme → customer → level (null for none), or with before, since, until, reason
 *             pyramid: { c37: A, c01: { level: D, before: null, since: 2026-10-31, until: null, reason: { profit_12m: 100 } } }
 *             habits: { c37: [bulk, frequent], c01: null }            # of rules: the tags in the scheme's order
 *             card: { c37: { level: gold, period: 2026-05-01, restart: null } }    # of a ladder that a window names
 *           indicators: { c37: { profit_12m: 3700 } }                   # customer → indicator → value (money in major units)
 *           moments:                       # customer → moment → open | none | what to compare (a list for several occurrences)
 *             c1:
 *               birthday: { key: '2026-11-03', due_on: 2026-11-03, fired_on: 2026-10-31, expires_on: 2026-11-07, value: 100,
 *                           urgency: 0.5, priority: 40, is_new: true, reason: { days_left: 3 }, sentence: { zh: …, en: … } }
 *               large_outflow: none
 *           offers:                         # what the pack's guards say; needs no facts
 *             - { levels: { lifecycle: acquisition }, class: value_added, requested: false, verdict: blocked }
 *
 * A level given by a person is a row of `level_override` among the facts. Money in a reason is in major units, also `x_cut` and `y_cut` of a
 * matrix whose metric is money.
 * Quote texts that YAML would read as something else (`'001'`, `'{n}'`). Dates need no quotes. A failure prints the night's SQL.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { formatIssues, loadPack, type Pack } from '@tend/pack'
import { describe, expect, test } from 'vitest'
import { checkCase } from './golden/check-case.ts'
import { type Outcome, runCase } from './golden/run-case.ts'
import { readGoldenFile } from './golden/shape.ts'

const roots = [join(import.meta.dirname, '../../../packs'), join(import.meta.dirname, 'packs')]
const files = roots.flatMap((root) => readdirSync(root).flatMap((pack) => goldenFiles(join(root, pack))))

test('there are golden cases', () => {
  expect(files.length).toBeGreaterThan(0)
})

for (const { folder, file } of files) {
  describe(`${folder.split('/').at(-1)} ${file}`, () => {
    const pack = packOf(folder)
    for (const golden of readGoldenFile(join(folder, 'golden', file))) {
      test(`${golden.title} (${golden.source})`, async () => {
        const outcome = await runCase(pack(), golden)
        showSqlOnFailure(outcome, () => checkCase(pack(), outcome, golden.expect))
      })
    }
  })
}

function goldenFiles(folder: string): readonly { readonly folder: string; readonly file: string }[] {
  const golden = join(folder, 'golden')
  if (!existsSync(golden)) return []
  return readdirSync(golden)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({ folder, file }))
}

/** Loads a pack when the first case asks, so that its mistakes fail its own cases only. */
function packOf(folder: string): () => Pack {
  let loaded: Pack | undefined
  return () => {
    if (loaded) return loaded
    const { pack, issues } = loadPack(folder)
    if (!pack) throw new Error(`${folder} has mistakes:\n${formatIssues(issues)}`)
    loaded = pack
    return pack
  }
}

function showSqlOnFailure(outcome: Outcome, check: () => void): void {
  try {
    check()
  } catch (error) {
    console.error(outcome.sql())
    throw error
  }
}
