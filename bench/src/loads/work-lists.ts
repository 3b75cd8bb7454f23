import { type Actor, countModules, countTasks, listTasks, nextTask, overdueBefore, scopeOf } from '@tend/care'
import { openStore } from '@tend/store'
import { bankPack } from '../bank.ts'
import { load } from '../child.ts'
import { workDay } from '../work-bank.ts'

export type ListsOrder = { readonly home: string; readonly repeats: number }
export type Listed = { readonly name: string; readonly ms: readonly number[] }

/** Lists of the work of the whole institution, of a region and of a branch with their counts, and a person's own desk. */
await load(async ({ home, repeats }: ListsOrder): Promise<{ readonly lists: readonly Listed[] }> => {
  const store = await openStore({ home })
  const pack = bankPack()
  const at = { now: new Date(Date.parse(workDay) + 3_600_000), timeZone: pack.timeZone }
  const person = (staffId: string, role: Actor['role'], unitId: string): Actor => ({
    userId: staffId,
    staffId,
    name: staffId,
    role,
    unitId,
  })
  const region = person('owner-1', 'supervisor', 'R1')
  const whole = person('owner-0', 'supervisor', 'root')
  const agent = person('agent-7', 'agent', 'U007')
  const page = (actor: Actor, query: object) => async () =>
    listTasks(store, actor, await scopeOf(store, actor, at), at, { view: 'scope', limit: 50, ...query })
  const counts = (actor: Actor) => async () =>
    countModules(store, actor, await scopeOf(store, actor, at), at, { view: 'scope' })
  const overdue = { dueBefore: overdueBefore('warn', pack.work, at) }
  const lists: readonly [string, () => Promise<unknown>][] = [
    ['all of the institution', page(whole, {})],
    ['one module of the institution', page(whole, { module: 'theme' })],
    ['one module of a region', page(region, { module: 'theme' })],
    ['a branch by label and pool', page(region, { unitId: 'U011', contactLabel: 'outflow', pool: 'total' })],
    ['what is late in a region', page(region, overdue)],
    ['what is ready in a region', page(region, { state: 'ready' })],
    ['a label that nothing has', page(whole, { contactLabel: 'none' })],
    ['counts by module of a region', counts(region)],
    ['counts by module of the institution', counts(whole)],
    [
      'the own desk: list, counts, next',
      async () => {
        await page(agent, { view: 'mine' })()
        await countTasks(store, agent, at)
        const key = 'only looked at'
        return nextTask(store, { ...at, actor: { ...agent, role: 'owner' }, key }, pack)
      },
    ],
  ]
  const found: Listed[] = []
  for (const [name, ask] of lists) {
    const ms: number[] = []
    for (let round = 0; round <= repeats; round += 1) {
      const start = performance.now()
      await ask()
      // The first finds nothing in memory.
      if (round > 0) ms.push(performance.now() - start)
    }
    found.push({ name, ms })
  }
  await store.close()
  return { lists: found }
})
