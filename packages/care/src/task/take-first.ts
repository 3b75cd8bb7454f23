import type { Store } from '@tend/store'
import { type Command, hashOf, type Ordered } from '../command.ts'
import { instantAt, localDay } from '../days.ts'
import type { Parameters } from '../parameters.ts'
import { renderJudgement } from '../policy/render.ts'
import { pairName, pairsOf, silentPairs } from '../policy/silent.ts'
import type { PolicyPack } from '../policy/verdict.ts'
import { windowsOf } from '../policy/windows.ts'
import { renderSelectTask, type Task } from './task.ts'
import { othersMax, renderWaiting } from './waiting.ts'

export type Taking = {
  readonly ordered: Ordered
  readonly staffId: string
  readonly pack: PolicyPack
  /** Pairs that are nothing for who claims, by `pairName`. */
  readonly leftToOthers: readonly string[]
}

/**
 * A claim in one statement, which is its own transaction: locks the first task that waits and is held by nobody, asks the policy, and assigns it with its row in the audit
 * and the command's result. Undefined, and nothing is changed, where the policy refuses that customer, where nothing waits, and where the key is known.
 */
export const takeFirst = async (store: Store, command: Command, taking: Taking): Promise<Task | undefined> => {
  const { sql, params } = renderTake(command, taking)
  try {
    return (await store.query<Task>(sql, params, { isPrepared: true }))[0]
  } catch (error) {
    const { code, table } = error as { readonly code?: unknown; readonly table?: unknown }
    if (code === '23505' && table === 'command') return undefined
    throw error
  }
}

const renderTake = ({ actor, key, now, timeZone }: Command, { ordered, staffId, pack, leftToOthers }: Taking) => {
  const pairs = pairsOf(pack)
  const at = (p: Parameters): string => `${p.add(now)}::timestamptz`
  return renderJudgement(pack, {
    pairs,
    windows: windowsOf(pack, now, timeZone),
    asked: (p) => `
      select 0 as ordinal, task_id, customer_id, array_position(${p.add(pairs.map(pairName))}::text[], channel || '|' || purpose) as pair,
        null::bigint as message_id, false as is_agreed
      from task
      where task_id = any(array(select task_id from (${renderWaiting({
        unit: `${p.add(actor.unitId)}::text`,
        now: at(p),
        dayStart: `${p.add(instantAt(localDay(now, timeZone), '00:00', timeZone))}::timestamptz`,
        after: '(-1, 0)',
        silent: renderSilent(p, pack, { now, timeZone }, leftToOthers),
        limit: `${1 + othersMax}`,
      })}) as ahead))
      and closed_at is null and assignee_id is null and not_before <= ${at(p)}
      order by shuffle, task_id
      limit 1
      for update skip locked`,
    further: (p) => [
      `taken as (
        update task set assignee_id = ${p.add(staffId)} from asked join judged using (ordinal)
        where task.task_id = asked.task_id and asked.pair is not null and judged.code is null
        returning task.*
      )`,
      `noted as (
        insert into audit (at, actor, action, subject_kind, subject_id, detail)
        select ${at(p)}, ${p.add(actor.userId)}, 'task.claim', 'task', task_id::text, jsonb_build_object('customer', customer_id) from taken
      )`,
      `kept as (
        insert into command (user_id, key, name, at, input_hash, result)
        select ${p.add(actor.userId)}, ${p.add(key)}, ${p.add(ordered.name)}, ${at(p)}, ${p.add(hashOf(ordered.input))},
          jsonb_build_object('kind', 'done', 'taskId', task_id)
        from taken
      )`,
    ],
    select: () => renderSelectTask('taken'),
  })
}

/** Which pairs are silent depends on whether the day is worked, which the store knows. */
const renderSilent = (
  p: Parameters,
  pack: PolicyPack,
  { now, timeZone }: Pick<Command, 'now' | 'timeZone'>,
  leftToOthers: readonly string[],
): string => {
  const { worked, dayOff } = silentPairs(pack, now, timeZone)
  const namesOf = (pairs: typeof worked): string => `${p.add([...leftToOthers, ...pairs.map(pairName)])}::text[]`
  const isDayOff = `exists (select from holiday where day = ${p.add(localDay(now, timeZone))}::date and not is_working)`
  return `(case when ${isDayOff} then ${namesOf(dayOff)} else ${namesOf(worked)} end)`
}
