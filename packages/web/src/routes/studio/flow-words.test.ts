import type { StudioPack } from '@tend/contract'
import { expect, test } from 'vitest'
import { flowInWords } from './flow-words.ts'

const label = (zh: string, en: string) => ({ zh, en })
const pack = {
  definitions: [{ id: 'marketing', label: label('营销推荐', 'Marketing') }],
  names: [
    {
      id: 'tier',
      label: label('等级', 'Tier'),
      unit: 'text',
      from: 'scheme',
      values: [{ id: 'vip', label: label('贵宾', 'VIP') }],
    },
  ],
} as unknown as StudioPack

test.each([
  [
    [{ purposes: ['marketing'], per: 'week', max: 1 }],
    '目的 营销推荐，每周，最多 1',
    'for the purpose Marketing, in a week, at most 1',
  ],
  [
    [{ for: { tier: ['vip'] }, per: 'month', min: 1 }],
    '适用 等级 贵宾，每月，至少 1',
    'for Tier VIP, in a month, at least 1',
  ],
  [{ tier: ['vip', 'gone'] }, '等级 贵宾、gone', 'Tier VIP, gone'],
  [['task', { message: 'unknown' }], '任务\n消息 unknown', 'task\nmessage unknown'],
])('%j is told in words', (value, zh, en) => {
  expect(flowInWords(value, pack, 'zh').join('\n')).toBe(zh)
  expect(flowInWords(value, pack, 'en').join('\n')).toBe(en)
})
