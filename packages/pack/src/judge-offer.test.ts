import { describe, expect, test } from 'vitest'
import type { Guard, Pack } from './definitions.ts'
import { judgeOffer, type OfferVerdict } from './judge-offer.ts'

const label = { zh: '名', en: 'Name' }
const position = { file: 'guards/x.yaml', line: 1, column: 1 }
const guard = (id: string, scheme: string, rules: Guard['rules']): [string, Guard] => [
  id,
  { id, label, position, scheme, classes: [], rules },
]

const pack: Pick<Pack, 'guards'> = {
  guards: new Map([
    guard('stage', 'lifecycle', {
      acquisition: { value_added: 'blocked', high_value: 'blocked' },
      growth: { value_added: 'allowed', high_value: 'on_request' },
    }),
    guard('tags', 'tag', { complaint: { value_added: 'on_request' }, dispute: { value_added: 'blocked' } }),
  ]),
}

describe('what may be offered depends on the stage (S122, S123, G28)', () => {
  test.each([
    ['acquisition', 'value_added', false, { verdict: 'blocked', rule: 'blocked', guard: 'stage' }],
    ['acquisition', 'value_added', true, { verdict: 'blocked', rule: 'blocked', guard: 'stage' }],
    ['growth', 'value_added', false, { verdict: 'allowed', rule: 'allowed' }],
    ['growth', 'high_value', false, { verdict: 'blocked', rule: 'on_request', guard: 'stage' }],
    ['growth', 'high_value', true, { verdict: 'allowed', rule: 'on_request', guard: 'stage' }],
    ['maturity', 'high_value', false, { verdict: 'allowed', rule: 'allowed' }],
    [null, 'high_value', false, { verdict: 'allowed', rule: 'allowed' }],
    ['growth', 'unnamed', false, { verdict: 'allowed', rule: 'allowed' }],
  ] as const satisfies readonly (readonly [string | null, string, boolean, OfferVerdict])[])(
    'at %s, %s, asked for: %s',
    (lifecycle, productClass, isRequested, expected) => {
      expect(judgeOffer(pack, { lifecycle }, productClass, isRequested)).toEqual(expected)
    },
  )
})

test('of several guards, and of several tags, the strictest counts', () => {
  const levels = { lifecycle: 'growth', tag: 'complaint,dispute' }
  expect(judgeOffer(pack, levels, 'value_added', true)).toEqual({ verdict: 'blocked', rule: 'blocked', guard: 'tags' })
})
