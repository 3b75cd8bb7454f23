import { expect, test } from 'vitest'
import {
  type Axes,
  addCell,
  effectOf,
  isFor,
  levelsIn,
  reachIn,
  withCell,
  withoutCell,
  withoutLevel,
  writeLevels,
  writeReach,
} from './play-levels.ts'

const axes: Axes = {
  class: { scheme: 'tier', levels: ['basic', 'silver', 'gold'] },
  stage: { scheme: 'stage', levels: ['new', 'mature', 'leaving'] },
}
const tier = axes.class ?? { scheme: '', levels: [] }

test('a scheme that a play does not name means all of its levels', () => {
  expect(isFor({}, axes, { class: 'basic', stage: 'leaving' })).toBe(true)
  expect(isFor({ tier: ['gold'] }, axes, { class: 'gold', stage: 'new' })).toBe(true)
  expect(isFor({ tier: ['gold'] }, axes, { class: 'basic', stage: 'new' })).toBe(false)
})

test('adding a cell widens only what keeps it out, in the order of the scheme, and tells every cell that follows', () => {
  const before = { tier: ['gold'], stage: ['mature', 'leaving'], region: ['east'] }
  const after = addCell(before, axes, { class: 'silver', stage: 'leaving' })
  expect(after).toEqual({ tier: ['silver', 'gold'], stage: ['mature', 'leaving'], region: ['east'] })
  expect(effectOf({ levels: before, match: '' }, { levels: after, match: '' }, axes)).toEqual({
    gained: [
      { class: 'silver', stage: 'mature' },
      { class: 'silver', stage: 'leaving' },
    ],
    lost: [],
  })
  expect(addCell({}, axes, { class: 'basic', stage: 'new' })).toEqual({})
})

test('taking a level away names the others where the scheme was not named, and leaves nobody without a play by mistake', () => {
  expect(withoutLevel({}, tier, 'basic')).toEqual({ tier: ['silver', 'gold'] })
  expect(withoutLevel({ tier: ['gold'] }, tier, 'gold')).toBeUndefined()
  const [before, after] = [
    { levels: { tier: ['silver', 'gold'] }, match: '' },
    { levels: { tier: ['gold'] }, match: '' },
  ]
  expect(effectOf(before, after, axes).lost).toHaveLength(3)
})

const text = `# Before a deposit ends.
maturity_call:
  label: { zh: 到期, en: Maturity } # a label
  for: { tier: [gold], region: [ east ] }
  outcomes: [reached, busy]
`

test('only the changed levels are written; not a character of the rest is touched', () => {
  expect(writeLevels(text, 'maturity_call', { tier: ['silver', 'gold'], region: ['east'] })).toBe(
    text.replace('[gold]', '[silver, gold]'),
  )
  expect(levelsIn(text, 'maturity_call')).toEqual({ tier: ['gold'], region: ['east'] })
})

test.each([
  ['a play without levels', 'call:\n  purpose: service\n'],
  ['one on a line of its own', 'call: { purpose: service }\n'],
  ['levels in lines', 'call:\n  for:\n    tier: [gold]\n  purpose: service\n'],
  [
    'levels as a list of lines',
    'call:\n  for:\n    tier:\n      - gold\n    stage:\n      - old\n  purpose: service\n',
  ],
  ['levels that say nothing', 'call:\n  for:\n  purpose: service\n'],
  ['empty levels', 'call:\n  for: {}\n  purpose: service\n'],
])('%s takes further levels and keeps its other keys', (_what, yaml) => {
  const levels = { ...levelsIn(yaml, 'call'), stage: ['new', '1'] }
  const written = writeLevels(yaml, 'call', levels)
  expect(levelsIn(written, 'call')).toEqual(levels)
  expect(written).toContain('purpose: service')
})

const cell = { class: 'gold', stage: 'new' }
const clause = "!(tier == 'gold' && stage == 'new')"

test.each([
  ['', clause],
  ['assets > 3', `assets > 3 && ${clause}`],
  ['assets > 3 || is_vip', `(assets > 3 || is_vip) && ${clause}`],
])('one cell is left out by the condition “%s” and comes back, and no other cell with it', (match, without) => {
  const yaml = match === '' ? text : text.replace('  outcomes', `  match: "${match}"\n  outcomes`)
  const before = reachIn(yaml, 'maturity_call') ?? { levels: {}, match: '?' }
  const after = withoutCell(before, axes, cell) ?? before
  expect(after.match).toBe(without)
  expect(effectOf(before, after, axes)).toEqual({ gained: [], lost: [cell] })
  const written = writeReach(yaml, 'maturity_call', after)
  expect(reachIn(written, 'maturity_call')).toEqual(after)
  for (const line of yaml.split('\n').filter((each) => !each.includes('match'))) expect(written).toContain(line)
  const again = withCell(after, axes, cell)
  expect(effectOf(after, again, axes)).toEqual({ gained: [cell], lost: [] })
  expect(reachIn(writeReach(written, 'maturity_call', again), 'maturity_call')).toEqual(again)
})
