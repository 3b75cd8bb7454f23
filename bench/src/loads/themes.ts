import { join } from 'node:path'
import { openState, readSegment } from '@tend/analysis'
import { buildTheme, columnsOfTheme, type ThemeCounts, type ThemePlan } from '@tend/care'
import { type House, openHouse } from '@tend/jobs'
import { type Duck, openDuck } from '@tend/lake'
import type { Play } from '@tend/pack'
import { endDate, memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'
import { measureServer, type ServerUsage } from '../server-cpu.ts'

export type ThemesOrder = { readonly home: string; readonly stateFolder: string; readonly customers: number }
export type ThemesResult = {
  readonly counts: ThemeCounts
  readonly build: Omit<ServerUsage, 'result'>
  /** Of the process that plans. */
  readonly ownCpuSeconds: number
  /** The same rows put into a table with the same indexes by one statement. */
  readonly bare: Omit<ServerUsage, 'result'>
  /** The longest stretch in which nobody else would have been answered. */
  readonly longestBlockMs: number
}

const day = { now: new Date(`${endDate}T00:00:00Z`), timeZone: 'Asia/Shanghai' }

/** Builds a theme of many customers with all rules of contact, then puts its rows bare into a table like it. */
await load(async ({ home, stateFolder, customers }: ThemesOrder): Promise<ThemesResult> => {
  const house = await openHouse({ TEND_HOME: home }, { pack: 'bank-retail' })
  const duck = await openDuck({ memoryLimitMb })
  try {
    await seed(house, customers)
    const theme = await writeTheme(house)
    const watch = watchBlocks()
    const before = process.cpuUsage()
    const { result: counts, ...build } = await measureServer(house.store, () =>
      buildFirst(house, duck, theme, { stateFolder, customers }),
    )
    const { user, system } = process.cpuUsage(before)
    const longestBlockMs = watch()
    const bare = await insertBare(house, theme.themeId)
    return { counts, build, ownCpuSeconds: (user + system) / 1e6, bare, longestBlockMs }
  } finally {
    duck.close()
    await house.store.close()
  }
})

/** Nine of ten have agreed, one has withdrawn; each was contacted twice in the last quarter. */
async function seed({ store }: House, customers: number): Promise<void> {
  // Tables that are only ever added to refuse it otherwise; this bank is the bench's own.
  await store.transaction(async (tx) => {
    await tx.execute("set local session_replication_role = 'replica'")
    await tx.execute('truncate task, task_reason, theme, theme_left_out, contact, consent cascade')
  })
  const who =
    'select customer_id, row_number() over (order by customer_id) as place from customer order by customer_id limit $1'
  await store.execute(
    `insert into consent (customer_id, purpose, state, text_version, at, how, taken_by, source, recorded_at)
     select customer_id, 'marketing', case when place % 10 = 0 then 'withdrawn' else 'given' end, '2026-11', '2026-09-01', 'form', 'bench', 'file', '2026-09-01'
     from (${who}) as chosen on conflict do nothing`,
    [customers],
  )
  await store.execute(
    `insert into contact (customer_id, at, user_id, channel, direction, outcome, result, purpose)
     select customer_id, $2::timestamptz - ((place * 7 + half * 40) % 80 + 8) * interval '1 day', 'bench', 'phone', 'outbound', 'reached_done', 'success', 'relationship'
     from (${who}) as chosen, generate_series(0, 1) as half`,
    [customers, day.now],
  )
  for (const table of ['customer', 'consent', 'contact', 'task', 'message'])
    await store.execute(`vacuum analyze ${table}`)
}

/** A call for which consent is needed; whom it is for is left to the segment: as many customers as are wanted. */
async function writeTheme({ store, pack }: House): Promise<ThemePlan> {
  const found = [...pack.plays.values()].find(
    ({ purpose, actions }) => purpose === 'marketing' && actions.some(({ kind }) => kind === 'task'),
  )
  if (found === undefined) throw new Error('The pack has no play that needs consent and makes a task.')
  const { match: _match, productClass: _class, ...rest } = found
  const play: Play = { ...rest, for: {}, actions: [{ kind: 'task' }] }
  const [row] = await store.query<{ theme_id: number }>(
    `insert into theme (name, play, condition, unit_id, starts_on, ends_on, goal, pack_hash, created_by, created_by_name, created_at)
     values ('bench', $1, '', 'root', $2, $3, 'bench', $4, 'bench', 'bench', $5) returning theme_id`,
    [play.id, endDate, '2026-11-30', pack.hash, day.now],
  )
  const themeId = row?.theme_id ?? 0
  return { themeId, name: 'bench', goal: 'bench', play, value: undefined, startsOn: endDate, endsOn: '2026-11-30' }
}

async function buildFirst(
  { store, pack }: House,
  duck: Duck,
  theme: ThemePlan,
  { stateFolder, customers }: Pick<ThemesOrder, 'stateFolder' | 'customers'>,
): Promise<ThemeCounts> {
  const state = await openState(duck, join(stateFolder), pack)
  const [last] = await store.query<{ customer_id: string }>(
    'select customer_id from customer order by customer_id offset $1 limit 1',
    [customers - 1],
  )
  const scope = { sql: 'customer_id <= $1', params: [last?.customer_id ?? ''] }
  const readChunks = () => readSegment(state, { scope }, columnsOfTheme(pack, theme))
  return buildTheme(store, pack, theme, readChunks, { ...day, asOf: endDate, by: 'bench' })
}

async function insertBare({ store }: House, themeId: number): Promise<ThemesResult['bare']> {
  await store.execute('create table bare_task (like task including all)')
  try {
    const { result: _rows, ...usage } = await measureServer(store, () =>
      store.execute('insert into bare_task overriding system value select * from task where theme_id = $1', [themeId]),
    )
    return usage
  } finally {
    await store.execute('drop table bare_task')
  }
}

function watchBlocks(): () => number {
  const every = 10
  let longest = 0
  let last = performance.now()
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last - every)
    last = now
  }, every)
  return () => {
    clearInterval(timer)
    return Math.round(longest)
  }
}
