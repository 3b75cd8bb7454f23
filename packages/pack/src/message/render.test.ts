import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadPack } from '../load.ts'
import { messagePlaces } from './places.ts'
import { renderMessage } from './render.ts'

const { pack } = loadPack(join(import.meta.dirname, '../../../../packs/bank-retail'))
if (pack === undefined) throw new Error('bank-retail has mistakes')
const text = (zh: string, en: string) => ({ body: { zh, en } })

test('values are written for people, in the language of the message', () => {
  const template = text('{customer_name}：您的资产为{total_assets}。', '{customer_name}: you hold {total_assets}.')
  const values = { customer_name: '王芳', total_assets: 25_000_000 }
  expect(renderMessage(pack, template, values, 'zh')).toEqual({ body: '王芳：您的资产为25万元。', missing: [] })
  expect(renderMessage(pack, template, values, 'en').body).toBe('王芳: you hold ¥250,000.')
})

test('a place without a value is named, so that nothing is sent with a gap', () => {
  const rendered = renderMessage(
    pack,
    text('{customer_name}，{sender_name}', '{customer_name}'),
    { sender_name: '李' },
    'zh',
  )
  expect(rendered.missing).toEqual(['customer_name'])
})

test('what a text may speak of are the standing places, the wide row, and what all its moments know', () => {
  const alone = messagePlaces(pack, { id: 'of_nobody' })
  expect(alone).toEqual(expect.arrayContaining(['customer_name', 'refuse', 'total_assets', 'asset_tier']))
  expect(alone).not.toContain('days_left')
  const moments = [...pack.moments.values()].filter(({ kind }) => kind === 'expiry').map(({ id }) => id)
  expect(messagePlaces(pack, { id: 'of_nobody' }, moments)).toContain('days_left')
})
