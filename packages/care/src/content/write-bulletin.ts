import { lintMessage, placesIn, standingPlaces } from '@tend/pack'
import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'
import { type Bulletin, findBulletin, isWriter } from './bulletin.ts'
import { type BulletinPack, closingsOf } from './bulletin-purpose.ts'

export type BulletinText = { readonly title: string; readonly body: string }

export type BulletinInput = {
  /** To write a submitted or rejected one anew. */
  readonly bulletinId?: number
  readonly category: string
  readonly zh: BulletinText
  readonly en?: BulletinText
}

export type BulletinDone = { readonly kind: 'done'; readonly bulletinId: number }

/** Writes a bulletin and submits it to another person (S09). Its text keeps the rules of its kind, and has places only for what every sender knows. */
export const writeBulletin = (
  store: Store,
  command: Command,
  pack: BulletinPack,
  input: BulletinInput,
): Promise<BulletinDone | Refusal> =>
  runOnce(store, command, { name: 'writeBulletin', input }, async (tx) => {
    const { actor } = command
    if (!can(actor, 'content.edit')) return refuse('forbidden')
    if (!pack.bulletins.has(input.category)) return refuse('invalid_value', input.category)
    const broken = brokenRules(pack, input)
    if (broken.length > 0) return refuse('lint_failed', broken.join('；'))
    if (input.bulletinId !== undefined) {
      const before = await lockBulletin(tx, command, input.bulletinId)
      if (before === undefined) return refuse('not_found')
      if (!isWriter(actor, before)) return refuse('not_the_maker')
      if (before.state !== 'submitted' && before.state !== 'rejected') return refuse('wrong_state', before.state)
    }
    const bulletinId = await keep(tx, command, input)
    await auditBulletin(tx, command, input.bulletinId === undefined ? 'bulletin.write' : 'bulletin.rewrite', bulletinId)
    return { kind: 'done', bulletinId }
  })

/** What the texts break, each said once: terms and places, without those that stand below every bulletin. */
const brokenRules = (pack: BulletinPack, { zh, en }: BulletinInput): readonly string[] => {
  const texts = [zh, ...(en === undefined ? [] : [en])].flatMap(({ title, body }) => [title, body])
  const kinds = new Set([...closingsOf(pack).values()].map(({ kind }) => kind))
  const terms = texts.flatMap((text) =>
    [...kinds].flatMap((kind) => lintMessage(pack, kind, text).filter(({ rule }) => rule === 'forbidden')),
  )
  const standing: readonly string[] = standingPlaces
  const places = texts.flatMap((text) => placesIn(text)).filter(({ name }) => !standing.includes(name))
  return [...new Set([...terms.map(({ found }) => found), ...places.map(({ name }) => `{${name}}`)])]
}

const keep = async (tx: Db, { actor, now }: Command, input: BulletinInput): Promise<number> => {
  const { bulletinId, category, zh, en } = input
  const values = [category, zh.title.trim(), zh.body.trim(), en?.title.trim() ?? null, en?.body.trim() ?? null]
  const [row] =
    bulletinId === undefined
      ? await tx.query<{ bulletin_id: number }>(
          `insert into bulletin (category, zh_title, zh_body, en_title, en_body, written_by, written_staff_id, written_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning bulletin_id`,
          [...values, actor.userId, actor.staffId, now],
        )
      : await tx.query<{ bulletin_id: number }>(
          `update bulletin set category = $1, zh_title = $2, zh_body = $3, en_title = $4, en_body = $5, written_at = $6, state = 'submitted',
             decided_by = null, decided_staff_id = null, decided_at = null, reason = null
           where bulletin_id = $7 returning bulletin_id`,
          [...values, now, bulletinId],
        )
  if (row === undefined) throw new Error('The bulletin was not written.')
  return row.bulletin_id
}

/** The bulletin as the person may see it, held until the transaction ends. */
export const lockBulletin = async (tx: Db, { actor }: Command, bulletinId: number): Promise<Bulletin | undefined> => {
  await tx.query('select bulletin_id from bulletin where bulletin_id = $1 for update', [bulletinId])
  return findBulletin(tx, actor, bulletinId)
}

export const auditBulletin = (
  tx: Db,
  { actor, now }: Command,
  action: string,
  bulletinId: number,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  recordAudit(tx, {
    at: now,
    actor: actor.userId,
    action,
    subjectKind: 'bulletin',
    subjectId: String(bulletinId),
    detail,
  })
