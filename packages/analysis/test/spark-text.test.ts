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

test('a driver that dies says why in one sentence', async () => {
  const home = mkdtempSync(join(tmpdir(), 'tend-no-spark-'))
  try {
    mkdirSync(join(home, 'bin'))
    writeFileSync(join(home, 'bin', 'spark-submit'), '')
    writeFileSync(
      join(home, 'bin', 'python3'),
      '#!/bin/sh\necho "ERROR: master is unresponsive" >&2\necho "  at Trace.line" >&2\nexit 1\n',
    )
    chmodSync(join(home, 'bin', 'python3'), 0o755)
    await expect(openSpark({ home, master: 'spark://gone:7077' })).rejects.toThrow(
      'Spark could not be started on spark://gone:7077: ERROR: master is unresponsive',
    )
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
