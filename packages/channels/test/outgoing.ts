import type { Outgoing } from '../src/index.ts'

export const outgoing = (changes: Partial<Outgoing> = {}): Outgoing => ({
  messageId: '1',
  idempotencyKey: 'key-1',
  channel: 'email',
  language: 'zh',
  address: 'customer@bank.example',
  subject: '生日快乐',
  body: '李雷先生，祝您生日快乐！\n城东支行 王敏',
  senderName: '王敏',
  refuseUrl: null,
  ...changes,
})

/** Never fires. */
export const patience = new AbortController().signal
