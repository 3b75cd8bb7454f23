import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPack } from '../src/index.ts'
import { shop, withPacks } from './pack-folder.ts'

const label = 'label: { zh: 名, en: Name }'
const facts = `visit:
  ${label}
  key: []
  customer: customer_id
  date: date
  delivery: dates
  columns:
    customer_id: { type: text, required: true, references: customer, ${label} }
    date: { type: date, required: true, ${label} }
notice:
  ${label}
  key: [notice_id]
  delivery: all
  columns: { notice_id: { type: text, required: true, ${label} }, ends: { type: date, ${label} } }
`
const common = `reason: { zh: 好, en: Good }
  priority: 1
  ttlDays: 1
  dedupeDays: 1
  value: "0"
  urgency: "0"
`

test.each([
  ['kind: fact\n  fact: visit', [['fact-no-key', '"visit" has no key: which of its rows is noticed already?']]],
  ['kind: expiry\n  date: date\n  withinDays: 1\n  fact: visit', [['fact-no-key', '"visit" has no key']]],
  ['kind: expiry\n  date: ends\n  withinDays: 1\n  fact: notice', [['fact-no-customer', 'whose moment is it?']]],
  [
    'kind: fact\n  fact: notice',
    [
      ['fact-no-customer', 'whose moment is it?'],
      ['fact-undated', 'on which day did a row come?'],
    ],
  ],
])("a moment of rows needs rows that are a customer's and told apart: %s", (written, expected) => {
  const moment = `m:\n  ${label}\n  ${written}\n  ${common}`
  const files = { ...shop, 'shop/facts/more.yaml': facts, 'shop/moments/m.yaml': moment }
  const { issues } = withPacks(files, (root) => loadPack(join(root, 'shop')))
  expect(issues).toMatchObject(
    expected.map(([code, message]) => ({ code, message: { en: expect.stringContaining(message ?? '') } })),
  )
})
