import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildServer, refuseUrlOf, seedUsers } from '@tend/api'
import { currentRun, failAbandonedImports, failAbandonedJobs, failAbandonedRuns, failAbandonedThemes } from '@tend/care'
import {
  adaptersOf,
  checkReceipts,
  forgetResults,
  type House,
  isAnotherAlive,
  type OpenHouse,
  openHouse,
  readAuditHead,
  startHouseDelivery,
  startSchedule,
  UserError,
} from '@tend/jobs'
import { openDuck } from '@tend/lake'
import type { Command } from 'commander'
import { importInChild, nightInChild, startNight, studioJobInChild } from './batches.ts'
import { prepareFirstDay } from './first-day.ts'
import { refuseForeignHome } from './home-pack.ts'
import { loadSample, sampleOrder, sampleSignIns } from './sample-world.ts'
import { version } from './version.ts'
import { buildWeb, webRoot } from './web-build.ts'
import { findWorld, requireWorld, type World, worldIds } from './worlds.ts'

const readerMemoryMb = 512
const followMs = 3000

type StartFlags = { readonly customers: string; readonly seed: string; readonly pack?: string }

export const addStart = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('start')
    .description(
      "Start everything: database, the pack's sample world if there are no data, API and web app on one port",
    )
    .option('--customers <number>', 'customers of the sample world, where one is made', '10000')
    .option('--seed <number>', 'seed of the sample world', '7')
    .option(
      '--pack <pack>',
      `folder or id of the pack; remembered for later commands. A world is made for ${worldIds.join(', ')}`,
    )
    .action((flags: StartFlags) => start(flags, environment))
}

const start = async (flags: StartFlags, environment: NodeJS.ProcessEnv): Promise<void> => {
  const begun = Date.now()
  const say = (message: string): void => {
    process.stderr.write(`${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${message}\n`)
  }
  portOf(environment)
  resultDaysOf(environment)
  leftOutDaysOf(environment)
  stateDaysOf(environment)
  say(`opening ${environment.TEND_HOME ?? '.tend'}`)
  await refuseForeignHome(environment, flags.pack)
  const house = await openHouse(environment, {
    ...(flags.pack ? { pack: flags.pack } : {}),
    onProgress: say,
    isServing: true,
  })
  try {
    await failAbandonedRuns(house.store, { now: new Date(), isAlive: isAnotherAlive })
    await failAbandonedThemes(house.store, isAnotherAlive)
    await failAbandonedImports(house.store, { now: new Date(), isAlive: isAnotherAlive })
    await failAbandonedJobs(house.store, { now: new Date(), isAlive: (pid) => pid !== null && isAnotherAlive(pid) })
    // A server that stands still at night does it now.
    await forgetResults(house, resultDaysOf(environment), new Date())
    sweepUploads(house.home.uploads, Date.now())
    const web = buildWeb(say)
    const made = await fillIfEmpty(house, flags, environment, say)
    await web
    await serve(house, environment, say, made)
  } catch (error) {
    await house.store.close()
    throw error
  }
}

const fillIfEmpty = async (
  house: House,
  flags: StartFlags,
  environment: NodeJS.ProcessEnv,
  say: (message: string) => void,
): Promise<World | undefined> => {
  const wanted = { customers: Number(flags.customers), seed: Number(flags.seed) }
  if (!Number.isSafeInteger(wanted.customers) || wanted.customers < 1) {
    throw new UserError(`--customers must be a whole number above zero, not ${flags.customers}.`)
  }
  const order = await sampleOrder(house, wanted, new Date())
  if (!order) {
    if (!findWorld(house.pack) && !(await currentRun(house.store))) say(emptyHome(house.pack.id))
    return undefined
  }
  const world = requireWorld(order.pack)
  say(`making a sample ${world.name} of ${order.customers} customers up to ${order.endDate}`)
  await loadSample(house, order, environment, say)
  for (const day of world.gradeOn(order.endDate)) {
    say(`grading as of ${day}, so that the first night knows who rose and who fell`)
    await nightInChild(day, environment, ['--grade-only'])
  }
  say(`running the night of ${order.endDate}`)
  await nightInChild(order.endDate, environment)
  return world
}

const emptyHome = (pack: string): string =>
  `no sample world can be made for the pack ${pack}, so it opens empty: load files with "tend ingest FILE --as FACT", then "tend run". There is a world for ${worldIds.join(', ')}.`

const serve = async (
  house: OpenHouse,
  environment: NodeJS.ProcessEnv,
  say: (message: string) => void,
  made: World | undefined,
): Promise<void> => {
  const port = portOf(environment)
  const host = environment.HOST || '127.0.0.1'
  const address = environment.TEND_PUBLIC_URL || `http://localhost:${port}`
  const clock = (): Date => new Date()
  const adapters = adaptersOf(house, environment, clock)
  const signIns = await sampleSignIns(house)
  await seedUsers(house.store, signIns)
  const secret = readSecret(house)
  const duck = await openDuck({ memoryLimitMb: readerMemoryMb, threads: 2 })
  const server = await buildServer({
    store: house.store,
    lake: house.lake,
    studio: house.studio,
    duck,
    states: house.home.states,
    models: house.home.models,
    uploads: house.home.uploads,
    clock: () => new Date(),
    newId: randomUUID,
    startRun: (order) => startNight(house, order.asOf, environment),
    startStudioJob: (jobId) => studioJobInChild(house, jobId, environment),
    startImport: (order) => importInChild(order, environment),
    secret,
    checkReceipt: checkReceipts(environment),
    auditHead: () => readAuditHead(house.home),
    ...(environment.TEND_PUBLIC_URL ? { publicUrl: environment.TEND_PUBLIC_URL } : {}),
    webRoot,
    version,
  })
  const schedule = await startSchedule(house, {
    startRun: (asOf) => nightInChild(asOf, environment),
    night: environment.TEND_NIGHT || '30 2 * * *',
    resultDays: resultDaysOf(environment),
    leftOutDays: leftOutDaysOf(environment),
    stateDays: stateDaysOf(environment),
    clock: () => new Date(),
    onError: (error) => say(`the schedule met an error: ${error.message}`),
  })
  const delivery = await startHouseDelivery(house, adapters, {
    clock,
    refuseUrl: refuseUrlOf({ secret, publicUrl: environment.TEND_PUBLIC_URL }),
    onError: (error) => say(`the outbox met an error: ${error.message}`),
  })
  // A version that another process puts in force (the command line, a second server) is taken up here, too.
  const follow = setInterval(() => {
    house.studio.refresh().catch((error: Error) => say(`the pack in force could not be read: ${error.message}`))
  }, followMs)
  const release = async (): Promise<void> => {
    clearInterval(follow)
    await delivery.stop()
    await schedule.stop()
    await server.close()
    duck.close()
  }
  let isStopping = false
  const stop = async (): Promise<void> => {
    if (isStopping) return
    isStopping = true
    say('stopping')
    await release()
    await house.store.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    if (made) {
      say('beginning its first day')
      await prepareFirstDay({ server, signIns, world: made, now: clock(), timeZone: house.pack.timeZone })
    }
    await server.listen({ port, host })
  } catch (error) {
    // What still runs would keep the process alive behind its message.
    await release()
    throw error
  }
  say('ready')
  await announce(house, address, signIns)
}

const portOf = (environment: NodeJS.ProcessEnv): number => {
  const port = Number(environment.PORT || 3000)
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port
  throw new UserError(`PORT must be a whole number below 65536, not ${environment.PORT}.`)
}

const resultDaysOf = (environment: NodeJS.ProcessEnv): number => daysOf(environment, 'TEND_STUDIO_DAYS', 90)
const leftOutDaysOf = (environment: NodeJS.ProcessEnv): number => daysOf(environment, 'TEND_LEFT_OUT_DAYS', 30)
const stateDaysOf = (environment: NodeJS.ProcessEnv): number => daysOf(environment, 'TEND_STATE_DAYS', 400)

const daysOf = (environment: NodeJS.ProcessEnv, name: string, usual: number): number => {
  const days = Number(environment[name] || usual)
  if (Number.isInteger(days) && days >= 1) return days
  throw new UserError(`${name} must be a whole number of days from 1, not ${environment[name]}.`)
}

const announce = async (
  house: House,
  address: string,
  signIns: Awaited<ReturnType<typeof sampleSignIns>>,
): Promise<void> => {
  const run = await currentRun(house.store)
  const lines = [
    '',
    `  Tend · 常青   ${address}   (${house.pack.label.zh} · ${house.pack.label.en})`,
    run
      ? `  data as of ${run.as_of}, ${run.counts.customers ?? 0} customers`
      : '  no night has run yet: ingest files, then "tend run"',
    `  API ${address}/docs   health ${address}/health`,
    '',
    ...signIns.map(({ username, password, name }) => `  ${username.padEnd(12)} ${password}   ${name}`),
    ...(signIns.length === 0 ? ['  sign-ins: npm run tend -- user NAME --staff ID'] : []),
    '',
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

const uploadHoursMax = 24

/** Removes the customers' data that a killed upload left behind; what is younger may be under way in another process. */
const sweepUploads = (folder: string, now: number): void => {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (now - statSync(path).mtimeMs > uploadHoursMax * 3_600_000) rmSync(path, { force: true })
  }
}

/** Signs the session cookies; drawn once and kept in the home, so that a restart signs nobody out. */
const readSecret = ({ home }: House): string => {
  const file = join(home.folder, 'secret')
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}
