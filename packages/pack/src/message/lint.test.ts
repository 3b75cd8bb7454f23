import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadPack } from '../load.ts'
import { lintMessage } from './lint.ts'

// What every programme inherits; the shop that S50 speaks of among them.
const { pack } = loadPack(join(import.meta.dirname, '../../../../packs/fashion-retail'))
if (pack === undefined) throw new Error('fashion-retail has mistakes')
const found = (kind: string, text: string) => lintMessage(pack, kind, text).map((each) => each.found)
const signed = '——{unit_name} {sender_name}'
const signedEn = '{sender_name}, {unit_name}'

describe('messages keep the rules of their kind (S50, golden B19)', () => {
  test.each([
    ['greeting', `祝您生日快乐，到店可享八折优惠。${signed}`, ['优惠']],
    ['greeting', `Happy birthday! 20 % discount today. ${signedEn}`, ['discount']],
    ['season', `天凉了，请添衣。本店秋装新品已到。${signed}`, ['新品']],
    ['season', `Autumn is here, dress warmly; see our new arrivals. ${signedEn}`, ['new arrivals']],
    ['miss_you', `好久不见，是不是发生了什么事？请多休息。${signed}`, ['发生了什么']],
    ['miss_you', `We miss you. What happened? Do rest. ${signedEn}`, ['What happened']],
    ['greeting', '祝您生日快乐。', ['unit_name', 'sender_name']],
    ['greeting', '祝您生日快乐。——{sender_name}', ['unit_name']],
    ['commercial', '{institution}：会员日全场八折。', ['refuse']],
    ['service', '{institution}：您的套餐将到期，现在续约有优惠。', ['优惠']],
  ])('%s: %s', (kind, text, broken) => {
    expect(found(kind, text)).toEqual(broken)
  })

  test.each([
    ['greeting', `{customer_name}，祝您生日快乐，万事如意。${signed}`],
    ['season', `天气转凉，请适时添衣，多喝温水。${signed}`],
    ['miss_you', `有些日子没见，甚是想念，请您多休息、保重身体。${signed}`],
    ['commercial', '{institution}：会员日全场八折。{refuse}'],
  ])('%s with nothing amiss: %s', (kind, text) => {
    expect(lintMessage(pack, kind, text)).toEqual([])
  })
})

test('a term is found whatever its case, its width and the blanks between its characters', () => {
  expect(found('greeting', `祝好，促 销进行中。${signed}`)).toEqual(['促 销'])
  expect(found('greeting', `Best wishes. ＳＡＬＥ starts. ${signedEn}`)).toEqual(['ＳＡＬＥ'])
  expect(found('greeting', `祝好，促\u200b销进行中。${signed}`)).toEqual(['促\u200b销'])
})

test('a Latin term is a whole word, so that "wholesale" and "renewed" break nothing', () => {
  expect(found('greeting', `Renewed wishes from our wholesale team. ${signedEn}`)).toEqual([])
})

test('each finding says where it stands and why, in both languages', () => {
  const [finding] = lintMessage(pack, 'season', `天凉添衣，新品上市。${signed}`)
  expect(finding).toMatchObject({ rule: 'forbidden', found: '新品', at: 5 })
  expect(finding?.message.zh).toContain('换季提醒不提新品上市')
  expect(finding?.message.en).toContain('a season message names no new arrivals')
})
