import { describe, expect, test } from 'vitest'
import { measureSms } from './sms.ts'

describe('an operator counts short messages', () => {
  test.each([
    ['a'.repeat(160), 'GSM-7', 160, 1, 0],
    ['a'.repeat(161), 'GSM-7', 161, 2, 145],
    ['a'.repeat(306), 'GSM-7', 306, 2, 0],
    ['a'.repeat(307), 'GSM-7', 307, 3, 152],
    ['字'.repeat(70), 'UCS-2', 70, 1, 0],
    ['字'.repeat(71), 'UCS-2', 71, 2, 63],
    ['字'.repeat(134), 'UCS-2', 134, 2, 0],
    ['字'.repeat(135), 'UCS-2', 135, 3, 66],
    // A euro takes two places of the 7-bit alphabet, a smile two units of the other.
    ['€'.repeat(80), 'GSM-7', 160, 1, 0],
    ['🙂'.repeat(35), 'UCS-2', 70, 1, 0],
    ['', 'GSM-7', 0, 0, 160],
  ] as const)('%.10s…', (text, encoding, characters, segments, left) => {
    expect(measureSms(text)).toEqual({ encoding, characters, segments, left })
  })
})

test('what takes two places never stands in two segments', () => {
  expect(measureSms(`${'a'.repeat(152)}€${'a'.repeat(152)}`)).toMatchObject({ characters: 306, segments: 3 })
  expect(measureSms(`${'字'.repeat(66)}🙂${'字'.repeat(66)}`)).toMatchObject({ characters: 134, segments: 3 })
})

test('one Chinese character makes the whole text one of seventy', () => {
  expect(measureSms(`${'a'.repeat(70)}字`)).toMatchObject({ encoding: 'UCS-2', segments: 2 })
})
