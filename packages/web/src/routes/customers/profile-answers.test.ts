import { expect, test } from 'vitest'
import {
  changedAnswers,
  filledOf,
  fromField,
  latestAnswer,
  stagesOf,
  toField,
  valuesOf,
  writtenAnswer,
} from './profile-answers.ts'

const label = (text: string) => ({ zh: text, en: text })
const field = (id: string, type: 'text' | 'number' | 'date' | 'choice' | 'choices', stage = 1) => ({
  id,
  label: label(id),
  type,
  options: [{ id: 'tea', label: label('茶') }],
  stage,
  group: 'hard',
  required: false,
  sensitivity: null,
})
const fields = [
  field('name', 'text'),
  field('birthday', 'date', 2),
  field('likes', 'choices', 3),
  field('visits', 'number', 3),
]

test.each([
  ['text', '  王五 ', '王五'],
  ['text', ' ', null],
  ['number', 0, 0],
  ['number', null, null],
  ['choices', [], null],
  ['choices', ['tea'], ['tea']],
  ['choice', 'tea', 'tea'],
  ['date', undefined, null],
] as const)('a %s field that holds %j answers %j', (type, held, answer) => {
  expect(fromField(field('x', type), held)).toEqual(answer)
})

test('a date goes through its picker unchanged', () => {
  const birthday = field('birthday', 'date')
  expect(fromField(birthday, toField(birthday, '1992-02-29'))).toBe('1992-02-29')
})

test('only what differs is sent, and an emptied field is cleared', () => {
  expect(
    changedAnswers({ name: '王五', visits: 2 }, { name: '王五', visits: null, likes: ['tea'], birthday: null }),
  ).toEqual({
    visits: null,
    likes: ['tea'],
  })
})

test('a group counts its answered fields; zero is an answer', () => {
  expect(filledOf({ fields }, 'hard', { name: '王五', visits: 0, likes: [] })).toEqual({ filled: 2, total: 4 })
})

test('stages come in order, each once', () => {
  expect(stagesOf({ fields })).toEqual([1, 2, 3])
})

test('answers are read with who gave the latest', () => {
  const answers = {
    name: { value: '王五', answeredAt: '2026-11-01T00:00:00Z', answeredBy: 'a' },
    visits: { value: 3, answeredAt: '2026-11-02T00:00:00Z', answeredBy: 'b' },
  }
  expect(valuesOf({ answers })).toEqual({ name: '王五', visits: 3 })
  expect(latestAnswer({ answers })?.answeredBy).toBe('b')
  expect(latestAnswer({ answers: {} })).toBeUndefined()
})

test('choices are written in words', () => {
  const zh = (text: { zh: string }) => text.zh
  expect(writtenAnswer(field('likes', 'choices'), ['tea', 'gone'], zh, '、')).toBe('茶、gone')
  expect(writtenAnswer(field('likes', 'choices'), null, zh, '、')).toBeUndefined()
})
