import { expect, test } from 'vitest'
import { policyPack } from '../../test/policy-world.ts'
import { timeZone } from '../../test/world.ts'
import { describeVerdict } from './describe.ts'
import { type RefusalDetail, type RefusalReason, refusalReasons, type Verdict } from './verdict.ts'

const pack = policyPack({})
const asked = { channel: 'phone', purpose: 'marketing', timeZone }
const say = (verdict: Verdict, changes: Partial<typeof asked> = {}) =>
  describeVerdict(pack, verdict, { ...asked, ...changes })
const refused = (code: RefusalReason, until: string | null = null, detail: RefusalDetail = {}): Verdict => ({
  kind: 'refused',
  code,
  until,
  detail,
})

test.each(refusalReasons)(
  '%s reads as a sentence in both languages, with and without what is known besides',
  (code) => {
    const known = { since: '2026-11-02T02:00:00.000Z', cap: { policy: 'rules', per: 'week', max: 2 } } as const
    for (const verdict of [refused(code), refused(code, '2026-11-03T01:00:00.000Z', known)]) {
      const { zh, en } = say(verdict)
      expect(zh).toMatch(/^\p{Script=Han}.*。$/u)
      expect(en).toMatch(/^[A-Z].*\.$/)
      expect(`${zh}${en}`).not.toMatch(/undefined|null|\{/)
    }
  },
)

test('no two reasons read alike', () => {
  expect(new Set(refusalReasons.map((code) => say(refused(code)).zh)).size).toBe(refusalReasons.length)
})

test('a sentence tells the day, the figure and until when, on the local clock', () => {
  const cap = { policy: 'rules', per: 'week', max: 1 } as const
  expect(say(refused('cap', '2026-11-08T16:00:00.000Z', { cap }))).toEqual({
    zh: '已达到每周最多 1 次的联系上限，2026-11-09 00:00 起可以联系。',
    en: 'The customer has been contacted once, the most that is allowed a week; from 2026-11-09 00:00 on it is allowed.',
  })
  expect(say(refused('withdrawn', null, { since: '2026-11-01T16:00:00.000Z' })).zh).toBe(
    '客户于 2026-11-02 表示不愿再被联系。',
  )
})

test('what is allowed says on what ground', () => {
  expect(say({ kind: 'allowed', consentId: 7 }).zh).toContain('依据同意记录 7')
  expect(say({ kind: 'allowed', consentId: null }, { purpose: 'service' }).en).toContain('carries no marketing')
  expect(say({ kind: 'allowed', consentId: null }, { purpose: 'relationship' }).en).toContain('has not refused')
})
