import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSpark, planNight, renderNight, type Shim, sparkShim } from '../src/index.ts'
import { teashop } from './teashop.ts'

const shim = sparkShim('/shared/scratch')

test('a staged query is written under the scratch folder and read back by its name', () => {
  expect(shim.stage('night:base', 'select 1 as "one"')).toEqual([
    "insert overwrite directory 'file:///shared/scratch/night-base' using parquet\nselect 1 as `one`",
    "create or replace temporary view `night:base` using parquet options (path 'file:///shared/scratch/night-base')",
  ])
})

test('names, texts and types are written as Spark reads them', () => {
  const query = (sql: string) => shim.sink('/out', sql).split('\n').slice(1).join('\n')
  expect(query('select "a""b`c" from "t"')).toBe('select `a"b``c` from `t`')
  expect(query(String.raw`select 'it''s a \ in "quotes"'`)).toBe(String.raw`select 'it''s a \\ in "quotes"'`)
  expect(query('select cast(x as varchar)')).toBe('select cast(x as string)')
  expect(query(`select 'as varchar' as "varchar"`)).toBe("select 'as varchar' as `varchar`")
})

test('the whole night of a pack comes out without a double quote, a bare varchar or a path without its file system', () => {
  const pack = teashop()
  const plan = planNight(pack, { asOf: '2026-10-31' })
  const night = (engine: Shim) =>
    renderNight(plan, engine, { fact: (id) => `parquet."file:///facts/${id}"`, target: (result) => `/out/${result}` })
  const outsideTexts = night(shim).map(({ sql }) => sql.replaceAll(/'(?:[^'\\]|\\.|'')*'/g, "''"))
  expect(outsideTexts.length).toBeGreaterThan(10)
  for (const sql of outsideTexts) {
    expect(sql).not.toMatch(/"|\bvarchar\b/i)
    expect(sql).not.toMatch(/parquet\.`\//)
  }
})

test('a folder without a Spark is named, with what to do', async () => {
  await expect(openSpark({ home: '/nowhere', master: 'local[1]' })).rejects.toThrow(
    'there is no Spark in /nowhere: name in TEND_SPARK_HOME the folder that holds bin/spark-submit',
  )
})

const lastWords: readonly (readonly [what: string, log: readonly string[], sentence: string])[] = [
  [
    'a program that ends at once',
    ['ERROR: master is unresponsive', '  at Trace.line'],
    'ERROR: master is unresponsive',
  ],
  [
    'a master that does not answer',
    [
      '26/10/31 02:30:20 WARN StandaloneAppClient$ClientEndpoint: Failed to connect to master gone:7077',
      'Caused by: java.io.IOException: Failed to connect to gone:7077',
      '26/10/31 02:31:00 ERROR StandaloneSchedulerBackend: Application has been killed. Reason: All masters are unresponsive! Giving up.',
      '26/10/31 02:31:04 WARN StandaloneAppClient$ClientEndpoint: Drop UnregisterApplication(null)',
      'Traceback (most recent call last):',
      '  File "driver.py", line 74, in <module>',
      ': java.lang.IllegalStateException: Cannot call methods on a stopped SparkContext.',
      'org.apache.spark.api.java.JavaSparkContext.<init>(JavaSparkContext.scala:59)',
    ],
    'Application has been killed. Reason: All masters are unresponsive! Giving up',
  ],
  ['a program that says nothing', [], 'it said nothing'],
]

for (const [what, log, sentence] of lastWords) {
  test(`${what} has its reason told in one sentence`, async () => {
    const home = mkdtempSync(join(tmpdir(), 'tend-no-spark-'))
    try {
      mkdirSync(join(home, 'bin'))
      writeFileSync(join(home, 'bin', 'spark-submit'), '')
      writeFileSync(join(home, 'log'), log.map((line) => `${line}\n`).join(''))
      writeFileSync(join(home, 'bin', 'python3'), `#!/bin/sh\ncat '${join(home, 'log')}' >&2\nexit 1\n`)
      chmodSync(join(home, 'bin', 'python3'), 0o755)
      await expect(openSpark({ home, master: 'spark://gone:7077' })).rejects.toThrow(
        new Error(`Spark could not be started on spark://gone:7077: ${sentence}`),
      )
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  })
}
