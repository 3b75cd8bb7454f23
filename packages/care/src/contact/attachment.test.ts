import { type TestDatabase, testDatabase } from '@tend/store/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { at, buildBank, command, pack, publish } from '../../test/world.ts'
import { addAttachment, attachmentBytesMax, removeAttachment } from './attachment.ts'
import { findAttachment, listAttachments, readAttachment } from './attachment-queries.ts'
import { recordContact } from './contact.ts'
import { contentTypeOf } from './file-type.ts'

let store: TestDatabase
let contactId = 0
beforeAll(async () => {
  store = await testDatabase()
  await buildBank(store)
  await publish(store, [{ id: 'a' }, { id: 'w', owner: 'wes', unit: 'west' }])
  const done = await recordContact(store, command('olga'), { kind: 'all' }, pack, {
    customerId: 'a',
    channel: 'phone',
    direction: 'inbound',
    outcome: 'done',
  })
  contactId = done.kind === 'done' ? done.contactId : 0
})
afterAll(() => store.close())

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
const pdf = Buffer.from('%PDF-1.7 …')
const add = (staffId: string, fileName: string, content: Uint8Array, more = {}) =>
  addAttachment(store, command(staffId), {
    customerId: 'a',
    subjectKind: 'contact',
    subjectId: contactId,
    fileName,
    content,
    ...more,
  })

describe('a file is what its content says', () => {
  test.each([
    ['a.png', png, 'image/png'],
    ['a.PDF', pdf, 'application/pdf'],
    ['a.pdf', png, undefined],
    ['a.exe', pdf, undefined],
    ['a.svg', Buffer.from('<svg onload="x()"/>'), undefined],
    ['a.html', Buffer.from('<script>'), undefined],
    ['a.txt', Buffer.from('一行字\r\n'), 'text/plain'],
    ['a.txt', Buffer.from([0x4d, 0x5a, 0]), undefined],
    [
      'a.docx',
      Buffer.from('PK\u0003\u0004 [Content_Types].xml word/document.xml'),
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ],
    ['a.docx', Buffer.from('PK\u0003\u0004 [Content_Types].xml word/vbaProject.bin'), undefined],
    ['a.xlsx', Buffer.from('PK\u0003\u0004 [Content_Types].xml word/document.xml'), undefined],
    ['png', png, 'image/png'],
    ['a', png, undefined],
  ])('%s', (name, bytes, expected) => {
    expect(contentTypeOf(name, bytes)).toBe(expected)
  })
})

test('a kept file is read back byte by byte, under a name that is no path', async () => {
  const done = await add('olga', '..\\..\\etc/合同 "final".png', png)
  const id = done.kind === 'done' ? done.attachmentId : 0
  expect(await findAttachment(store, 'a', id)).toMatchObject({ file_name: '合同 final.png', content_type: 'image/png' })
  expect(Buffer.from((await readAttachment(store, 'a', id)) ?? [])).toEqual(png)
  expect(await readAttachment(store, 'w', id)).toBeUndefined()
})

test('too much, the wrong kind, another’s contact and a foreign customer are refused', async () => {
  expect(await add('olga', 'a.txt', Buffer.alloc(attachmentBytesMax + 1, 'x'))).toMatchObject({ code: 'too_large' })
  expect(await add('olga', 'a.txt', Buffer.alloc(0))).toMatchObject({ code: 'invalid_value' })
  expect(await add('olga', 'a.exe', pdf)).toMatchObject({ code: 'invalid_value' })
  expect(await add('wes', 'a.pdf', pdf)).toMatchObject({ code: 'not_found' })
  expect(await add('wes', 'a.pdf', pdf, { customerId: 'w' })).toMatchObject({ code: 'not_found' })
})

test('the same upload counts once; the same key with other bytes is refused', async () => {
  const click = command('olga')
  const input = { customerId: 'a', subjectKind: 'customer', fileName: 'b.pdf' } as const
  const first = await addAttachment(store, click, { ...input, content: pdf })
  expect(await addAttachment(store, click, { ...input, content: pdf })).toEqual(first)
  expect(await addAttachment(store, click, { ...input, content: Buffer.from('%PDF-other') })).toMatchObject({
    code: 'key_reused',
  })
})

test('what is removed loses its bytes and keeps who did it and why', async () => {
  const done = await add('olga', 'c.pdf', pdf)
  const attachmentId = done.kind === 'done' ? done.attachmentId : 0
  const input = { customerId: 'a', attachmentId, reason: 'of another customer' }
  expect(await removeAttachment(store, command('olga'), { ...input, reason: ' ' })).toMatchObject({
    code: 'reason_required',
  })
  expect(await removeAttachment(store, command('sue'), input)).toMatchObject({ kind: 'done' })
  expect(await readAttachment(store, 'a', attachmentId)).toBeUndefined()
  expect(await findAttachment(store, 'a', attachmentId)).toMatchObject({
    removed_reason: 'of another customer',
    removed_at: at().now.toISOString(),
  })
  expect(await removeAttachment(store, command('sue'), input)).toMatchObject({ code: 'wrong_state' })
})

test('lists show a subject’s files, latest first, page by page', async () => {
  const query = { customerId: 'a', subjectKind: 'contact', subjectId: contactId } as const
  const all = await listAttachments(store, query)
  const first = await listAttachments(store, { ...query, limit: 1 })
  const rest = await listAttachments(store, { ...query, ...(first.next ? { cursor: first.next } : {}) })
  expect([...first.items, ...rest.items]).toEqual(all.items)
  expect(all.items.length).toBeGreaterThan(1)
})
