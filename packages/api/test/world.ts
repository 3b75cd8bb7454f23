import { createHmac, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listStaff, type Role, recallTasks, type Staff } from '@tend/care'
import { roles } from '@tend/contract'
import {
  checkReceipts,
  type Lesson,
  learn,
  openHome,
  openStudio,
  packFolder,
  requirePack,
  runNightly,
  runStudioJob,
  type Studio,
} from '@tend/jobs'
import { type Duck, ingest, openDuck, openLake } from '@tend/lake'
import { generateBank, generateFashion, generateTelecom } from '@tend/sample'
import { type TestDatabase, testDatabase } from '@tend/store/testing'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { buildServer, seedUsers } from '../src/index.ts'
import type { ImportOrder, RunStarted } from '../src/options.ts'

export const asOf = '2026-10-31'
export const password = 'correct horse'
const reportSecret = Buffer.from('a secret of the provider').toString('base64')

/** As Standard Webhooks has it, written anew, so that the check is not judged by itself. */
const signReport = (body: string): Record<string, string> => {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const signature = createHmac('sha256', Buffer.from(reportSecret, 'base64'))
    .update(`r.${timestamp}.${body}`)
    .digest('base64')
  return { 'webhook-id': 'r', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

/** A small bank (or another trade) with its first night done, one person of each role signed up, and the server over it. Nothing in it is made up but the clock. */
export type World = {
  readonly app: FastifyInstance
  readonly store: TestDatabase
  readonly duck: Duck
  readonly people: Readonly<Record<Role, Staff>>
  readonly clock: { now: Date }
  /** What the server was told to start. */
  readonly runs: { busy: string | undefined; readonly started: string[] }
  readonly studio: Studio
  readonly states: string
  /** Trains models on the night in force. */
  readonly learn: (...models: readonly string[]) => Promise<readonly Lesson[]>
  /** The night of `asOf` again, under the pack in force. */
  readonly night: (runId: string) => Promise<void>
  /** Waits for simulations and backtests that were started. */
  readonly jobsDone: () => Promise<void>
  readonly signIn: (role: Role) => Promise<Ask>
  readonly signedOut: Ask
  /** Headers by which the text messages' provider signs a report. */
  readonly signReport: (body: string) => Record<string, string>
  readonly close: () => Promise<void>
}

export type Ask = (
  method: string,
  url: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<LightMyRequestResponse>

const trades = { 'bank-retail': generateBank, telecom: generateTelecom, 'fashion-retail': generateFashion }

export type WorldWish = {
  readonly trade?: keyof typeof trades
  readonly customers?: number
  readonly months?: number
  readonly webRoot?: string
}

export async function makeWorld(options: WorldWish = {}): Promise<World> {
  const trade = options.trade ?? 'bank-retail'
  const folder = mkdtempSync(join(tmpdir(), 'tend-api-'))
  const home = openHome({ TEND_HOME: folder })
  const pack = requirePack(packFolder(trade))
  const store = await testDatabase()
  const duck = await openDuck({ memoryLimitMb: 700, threads: 2 })
  const lake = openLake(home.lake)
  const studio = await openStudio({ home, shipped: pack, store, isServing: true })
  const house = {
    home,
    lake,
    store,
    studio,
    get pack() {
      return studio.pack()
    },
  }
  const clock = { now: new Date('2026-11-02T02:00:00Z') }
  const receivedAt = clock.now.toISOString()

  const made = await trades[trade]({
    duck,
    folder: home.sample,
    seed: 7,
    customers: options.customers ?? 300,
    endDate: asOf,
    months: options.months ?? 6,
    format: 'csv',
  })
  // Whom these people contact is counted by the tests.
  const files = made.files.filter(({ fact }) => fact !== 'contact')
  for (const { fact, file } of files) await ingest(lake, duck, { pack, fact, file, receivedAt })
  await runNightly(house, duck, { runId: 'first', asOf, clock: () => clock.now })

  await fillPools(store, clock.now, pack.timeZone)
  const people = await onePersonARole(store)
  await seedUsers(
    store,
    roles.map((role) => ({ username: role, password, staffId: people[role].staff_id })),
  )
  const runs: World['runs'] = { busy: undefined, started: [] }
  const jobs: Promise<void>[] = []
  const reader = await openDuck({ memoryLimitMb: 300, threads: 2 })
  const app = await buildServer({
    store,
    lake,
    studio,
    duck: reader,
    states: home.states,
    models: home.models,
    uploads: home.uploads,
    clock: () => clock.now,
    newId: randomUUID,
    startRun: async (order): Promise<RunStarted> => {
      if (runs.busy !== undefined) return { kind: 'busy', runId: runs.busy }
      runs.started.push(order.asOf)
      return { kind: 'started', runId: 'first' }
    },
    startImport: ({ file, originalName, fact, businessDate }: ImportOrder) =>
      ingest(lake, duck, {
        pack,
        fact,
        file,
        originalName,
        receivedAt,
        ...(businessDate === undefined ? {} : { businessDate }),
      }),
    startStudioJob: (jobId) => {
      jobs.push(runStudioJob(house, duck, { jobId, clock: () => clock.now }).catch(() => {}))
    },
    secret: 'a secret of the test that is long enough',
    checkReceipt: checkReceipts({ TEND_SMS_HTTP_SECRET: reportSecret }),
    ...(options.webRoot === undefined ? {} : { webRoot: options.webRoot }),
    version: '0.0.0-test',
    logger: false,
  })

  const asker =
    (cookie?: string): Ask =>
    (method, url, body, headers = {}) =>
      app.inject({
        method: method as NonNullable<InjectOptions['method']>,
        url,
        headers: { 'accept-language': 'en', ...(cookie === undefined ? {} : { cookie }), ...headers },
        ...(body === undefined ? {} : { payload: body as Exclude<InjectOptions['payload'], undefined> }),
      })
  const signedOut = asker()
  const signIn = async (role: Role): Promise<Ask> => {
    const answer = await signedOut('POST', '/api/auth/sign-in', { username: role, password })
    if (answer.statusCode !== 200) throw new Error(`${role} could not sign in: ${answer.body}`)
    return asker(answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; '))
  }
  const night = async (runId: string): Promise<void> => {
    await runNightly(house, duck, { runId, asOf, clock: () => clock.now })
  }
  const learnModels: World['learn'] = (...ids) => {
    const models = ids.flatMap((id) => pack.models.get(id) ?? [])
    return learn(house, duck, { models, seed: 7 })
  }
  const close = async (): Promise<void> => {
    await Promise.all(jobs)
    await app.close()
    reader.close()
    duck.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const jobsDone = async (): Promise<void> => {
    await Promise.all(jobs)
  }
  return {
    app,
    store,
    duck,
    people,
    clock,
    runs,
    studio,
    states: home.states,
    learn: learnModels,
    night,
    jobsDone,
    signIn,
    signedOut,
    signReport,
    close,
  }
}

/** Work of customers without an owner was given to people by capacity; a supervisor calls it back, so that there is something to claim. */
async function fillPools(store: TestDatabase, now: Date, timeZone: string): Promise<void> {
  const given = await store.query<{ task_id: number }>('select task_id from task where owner_id is null')
  const actor = { userId: 'user', staffId: null, name: 'Supervisor', role: 'supervisor', unitId: 'root' } as const
  const taskIds = given.map(({ task_id }) => task_id)
  const recalled = await recallTasks(store, { actor, now, timeZone, key: 'fill-pools' }, { taskIds, reason: 'agents' })
  if (recalled.kind === 'refused') throw new Error(recalled.code)
}

/** One person of each role, chosen where there is something to see: an owner with work, an agent and a desk where tasks wait. */
async function onePersonARole(store: TestDatabase): Promise<Readonly<Record<Role, Staff>>> {
  const [owned] = await store.query<{ assignee_id: string; branch: string }>(
    `select assignee_id, path[3] as branch from task join org_unit using (unit_id)
     where assignee_id is not null group by 1, 2 order by count(*) desc, 1 limit 1`,
  )
  const [pooled] = await store.query<{ unit_id: string }>(
    'select unit_id from task where assignee_id is null group by 1 order by count(*) desc, 1 limit 1',
  )
  const staff = await listStaff(store, { kind: 'all' })
  const preferred = [owned?.assignee_id, pooled?.unit_id, owned?.branch]
  const found = roles.map((role) => {
    const candidates = staff.filter((each) => each.role === role).sort((a, b) => (a.staff_id < b.staff_id ? -1 : 1))
    const person =
      candidates.find(
        ({ staff_id, unit_id }) => preferred.includes(staff_id) || (role !== 'owner' && preferred.includes(unit_id)),
      ) ?? candidates[0]
    if (person === undefined) throw new Error(`the sample has nobody of the role ${role}`)
    return [role, person] as const
  })
  return Object.fromEntries(found) as Record<Role, Staff>
}
