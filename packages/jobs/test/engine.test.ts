import { chooseEngine, UserError } from '@tend/jobs'
import { expect, test } from 'vitest'

const cluster = { TEND_SPARK_HOME: '/nowhere', TEND_SPARK_MASTER: 'spark://gone:7077' }

test.each([
  ['nothing is said', {}, undefined],
  ['the setting is empty', { TEND_ENGINE: '' }, undefined],
  ['duckdb is named over a house on Spark', { TEND_ENGINE: 'spark' }, 'duckdb'],
])('nights run in their own process where %s', (_, environment, named) => {
  expect(chooseEngine(environment, named)).toBeUndefined()
})

test.each([
  ['engine "clickhouse"', { TEND_ENGINE: 'clickhouse' }, undefined],
  ['needs TEND_SPARK_HOME', {}, 'spark'],
  ['needs TEND_SPARK_MASTER', { TEND_SPARK_HOME: '/opt/spark' }, 'spark'],
  ['"spark.executor.memory"', { ...cluster, TEND_SPARK_PROPERTIES: 'spark.executor.memory' }, 'spark'],
  ['"executor.memory=8g"', { ...cluster, TEND_SPARK_PROPERTIES: 'executor.memory=8g' }, 'spark'],
])('a setting that names no engine is refused with what to do: %s', (sentence, environment, named) => {
  expect(() => chooseEngine(environment, named)).toThrow(UserError)
  expect(() => chooseEngine(environment, named)).toThrow(sentence)
})

test('a Spark that is not there is told when the night asks for it, not before', async () => {
  const open = chooseEngine({ ...cluster, TEND_ENGINE: 'spark', TEND_SPARK_PROPERTIES: 'spark.executor.memory=8g' })
  await expect(open?.()).rejects.toThrow('there is no Spark in /nowhere')
})
