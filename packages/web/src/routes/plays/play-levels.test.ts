import { expect, test } from 'vitest'
import { type Axes, addCell, effectOf, isFor, levelsIn, withoutLevel, writeLevels } from './play-levels.ts'

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
  expect(effectOf(before, after, axes)).toEqual({
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
  expect(effectOf({ tier: ['silver', 'gold'] }, { tier: ['gold'] }, axes).lost).toHaveLength(3)
})

const text = `# Before a deposit ends.
maturity_call:
  label: { zh: 到期, en: Maturity } # a label
  for:
    tier: [ gold ]
  purpose: service
`

test('only the changed levels are written, comments and the rest stay', () => {
  expect(writeLevels(text, 'maturity_call', { tier: ['silver', 'gold'] })).toBe(
    text.replace('[ gold ]', '[ silver, gold ]'),
  )
  expect(levelsIn(text, 'maturity_call')).toEqual({ tier: ['gold'] })
})

test('a play without levels gets them, and one written on a line of its own keeps its other keys', () => {
  const plain = 'call:\n  purpose: service\n'
  expect(levelsIn(writeLevels(plain, 'call', { stage: ['new'] }), 'call')).toEqual({ stage: ['new'] })
  const inline = 'call: { purpose: service, for: { tier: [ gold ] } }\n'
  const written = writeLevels(inline, 'call', { tier: ['gold'], stage: ['new'] })
  expect(levelsIn(written, 'call')).toEqual({ tier: ['gold'], stage: ['new'] })
  expect(written).toContain('purpose: service')
})
