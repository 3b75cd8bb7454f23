import type { Db, Store } from '@tend/store'
import { can } from '../access/roles.ts'
import { recordAudit } from '../audit/audit.ts'
import { type Command, type Refusal, refuse, runOnce } from '../command.ts'

/** A segment as people call it. `hash` is of what was learned: a name is of one training only. */
export type SegmentName = {
  readonly model: string
  readonly hash: string
  readonly segment: string
  readonly zh: string
  readonly en: string
}

export type NameSegmentInput = SegmentName & {
  /** What the other segments of the training are called. */
  readonly others: readonly { readonly zh: string; readonly en: string }[]
}

/**
 * Gives a segment the name that people read; scores and states stay as they are. Refused without a name in both languages (`invalid_value`), and where
 * another segment is called so (`name_taken`), and for a name that no chart has room for (`too_large`). That the segment is there is for the caller to know: what was learned lies in the home.
 */
export const nameSegment = (
  store: Store,
  command: Command,
  { others, ...given }: NameSegmentInput,
): Promise<{ readonly kind: 'done' } | Refusal> =>
  runOnce(store, command, { name: 'nameSegment', input: given }, async (tx) => {
    const { actor, now } = command
    if (!can(actor, 'studio.edit')) return refuse('forbidden')
    const { model, hash, segment } = given
    const [zh, en] = [given.zh.trim(), given.en.trim()]
    if (zh === '' || en === '') return refuse('invalid_value', zh === '' ? 'zh' : 'en')
    if (zh.length > nameMax || en.length > nameMax) return refuse('too_large', `${nameMax}`)
    const taken = others.find((other) => other.zh === zh || other.en === en)
    if (taken !== undefined) return refuse('name_taken', taken.zh === zh ? zh : en)
    await tx.execute(
      `insert into segment_name (model, hash, segment, zh, en, named_by, named_at) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (model, hash, segment) do update set zh = $4, en = $5, named_by = $6, named_at = $7`,
      [model, hash, segment, zh, en, actor.userId, now],
    )
    await recordAudit(tx, {
      at: now,
      actor: actor.userId,
      action: 'model.segment_named',
      subjectKind: 'model',
      subjectId: model,
      detail: { hash, segment, zh, en },
    })
    return { kind: 'done' }
  })

/** Characters; as long as labels of charts and conditions bear. */
const nameMax = 30

/** All names that were given, also those of earlier trainings. */
export const listSegmentNames = (db: Db): Promise<SegmentName[]> =>
  db.query<SegmentName>('select model, hash, segment, zh, en from segment_name order by model, hash, segment')
