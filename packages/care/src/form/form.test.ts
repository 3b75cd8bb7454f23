import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildBank, command, hoursLater, profile, publish } from '../../test/world.ts'
import { listAudit } from '../audit/audit.ts'
import { checkAnswer } from './answer.ts'
import { completenessOf, stageOf } from './completeness.ts'
import { listAnswerHistory, readForm, saveAnswers } from './form.ts'

const fields = (hard: number, soft: number): Set<string> =>
  new Set([
    ...Array.from({ length: hard }, (_, index) => `hard_${index}`),
    ...Array.from({ length: soft }, (_, index) => `soft_${index}`),
  ])

test.each([
  [10, 0, 0.2],
  [0, 10, 0.8],
  [8, 5, 0.56],
  [10, 10, 1],
  [0, 0, 0],
])('%i hard and %i soft fields are a completeness of %d (S16, B8)', (hard, soft, expected) => {
  expect(completenessOf(profile, fields(hard, soft))).toBeCloseTo(expected, 12)
})

test('the first contact asks for two fields; the second step may be declined; the rest comes later (S39, B21)', () => {
  expect(stageOf(profile, new Set(), new Set())).toBe(1)
  expect(stageOf(profile, fields(1, 0), fields(1, 0))).toBe(1)
  expect(stageOf(profile, fields(2, 0), fields(2, 0))).toBe(2)
  expect(stageOf(profile, fields(2, 0), fields(4, 0))).toBe(3)
})

describe('answers', () => {
  const field = {
    id: 'f',
    label: { zh: '', en: '' },
    stage: 1,
    group: 'hard',
    required: false,
    options: [{ id: 'a', label: { zh: '', en: '' } }],
  } as const
  test.each([
    ['text', ' tea ', 'tea'],
    ['text', '  ', undefined],
    ['text', 5, undefined],
    ['number', 5.5, 5.5],
    ['number', '5', undefined],
    ['number', Number.NaN, undefined],
    ['date', '2026-02-28', '2026-02-28'],
    ['date', '2026-02-30', undefined],
    ['date', '28/02/2026', undefined],
    ['choice', 'a', 'a'],
    ['choice', 'b', undefined],
    ['choices', ['a', 'a'], ['a']],
    ['choices', ['a', 'b'], undefined],
    ['choices', [], undefined],
  ] as const)('%s takes %j as %j', (type, value, expected) => {
    expect(checkAnswer({ ...field, type }, value)).toEqual(expected)
  })
})

describe('saving', () => {
  let store: TestDatabase
  beforeEach(async () => {
    store = await testDatabase()
    await buildBank(store)
    await publish(store, [{ id: 'a' }])
  })
  afterEach(() => store.close())
  const save = (answers: Record<string, string | null>, now = hoursLater(0), isPurposeShown = true) =>
    saveAnswers(store, command('olga', now), { kind: 'all' }, profile, { customerId: 'a', answers, isPurposeShown })

  test('the latest answer counts, earlier ones stay as history, unchanged ones are not written again', async () => {
    expect(await save({ hard_0: 'Li', soft_0: 'tea' })).toEqual({ kind: 'done', saved: 2 })
    expect(await save({ hard_0: 'Li', soft_0: 'coffee' }, hoursLater(1))).toEqual({ kind: 'done', saved: 1 })
    expect(await save({ soft_0: null }, hoursLater(2))).toEqual({ kind: 'done', saved: 1 })
    const state = await readForm(store, profile, 'a')
    expect(state.answers.map((answer) => [answer.field, answer.value])).toEqual([
      ['hard_0', 'Li'],
      ['soft_0', null],
    ])
    expect(state).toMatchObject({ completeness: 0.02, stage: 1 })
    const history = await listAnswerHistory(store, { customerId: 'a', form: 'profile', field: 'soft_0' })
    expect(history.map((answer) => answer.value)).toEqual([null, 'coffee', 'tea'])
  })

  test('nothing is kept of an answer that does not fit, nor before the purpose was told (X02)', async () => {
    expect(await save({ hard_0: 'Li', unheard_of: 'x' })).toEqual({
      kind: 'refused',
      code: 'unknown_field',
      detail: 'unheard_of',
    })
    expect(await save({ hard_0: 'Li', hard_1: ' ' })).toEqual({
      kind: 'refused',
      code: 'invalid_value',
      detail: 'hard_1',
    })
    expect(await save({ hard_0: 'Li' }, hoursLater(0), false)).toEqual({
      kind: 'refused',
      code: 'reason_required',
      detail: 'purpose',
    })
    expect((await readForm(store, profile, 'a')).answers).toEqual([])
  })

  test('the audit names the fields and not what was said', async () => {
    await save({ soft_0: 'collects stamps' })
    const { items } = await listAudit(store, { action: 'form.save' })
    expect(items).toMatchObject([{ subject_id: 'a', detail: { form: 'profile', fields: ['soft_0'] } }])
    expect(JSON.stringify(items)).not.toContain('stamps')
  })
})
