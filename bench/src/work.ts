import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { runLoad, say } from './child.ts'
import type { AgentsOrder, Worked } from './loads/work-agents.ts'
import type { Listed } from './loads/work-lists.ts'
import type { NightOrder } from './loads/work-night.ts'
import type { BenchOptions } from './options.ts'
import { type Line, renderTable } from './table.ts'
import { percentile, type WorkBank } from './work-bank.ts'

const AGENTS = 500
const UNITS = 50
/** Agents of one process: what its pool of connections bears. */
const AGENTS_A_PROCESS = 250
/** 120 calls a day leave four minutes for each; here each agent makes one every half a minute. */
const THINK_MS = 30_000

/** The day's work: lists of open tasks, and 500 agents who claim and finish, alone, beside one night and beside nights without a pause. */
export const benchWork = async (options: BenchOptions): Promise<string> => {
  const bank: WorkBank = {
    home: join(options.home, `work-${options.customers}`),
    units: UNITS,
    agents: AGENTS,
    tasks: options.customers,
    run: randomUUID(),
  }
  mkdirSync(bank.home, { recursive: true })
  say('putting tasks into the pools')
  const { result: filled } = await runLoad<{ waiting: number }>('work-fill', bank)
  say('lists')
  const { result: read } = await runLoad<{ lists: Listed[] }>('work-lists', { home: bank.home, repeats: 20 })
  const alone = await work(bank, options.seconds, 0)
  const oneNight = await work(bank, options.seconds, 1)
  const nights = await work(bank, options.seconds, 'without a pause')
  const tasks = [...alone.taskIds, ...oneNight.taskIds, ...nights.taskIds]
  if (new Set(tasks).size !== tasks.length) throw new Error('A task was handed out twice.')
  return [
    renderTable(`Lists of ${filled.waiting.toLocaleString('en')} open tasks`, read.lists.map(listLine)),
    renderTable(`${AGENTS} agents claim and finish`, [...alone.lines, ...oneNight.lines, ...nights.lines]),
    `${tasks.length.toLocaleString('en')} tasks were claimed and finished, none twice and none lost. Each claim and each outcome asks the contact policy. A night publishes ${bank.tasks.toLocaleString('en')} customers, a tenth of them changed; CPU is that of the agents and the server together, a night's publishing included.\n`,
  ].join('\n')
}

const ms = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(1)} ms`)
const spread = (values: readonly number[], shares: readonly number[]): string =>
  shares.map((share) => `p${share * 100} ${ms(percentile(values, share))}`).join(', ')

const listLine = ({ name, ms: taken }: Listed): Line => ({ name, rate: spread(taken, [0.5, 0.95]) })

const work = async (bank: WorkBank, seconds: number, nights: 0 | 1 | 'without a pause') => {
  say(nights === 0 ? 'agents alone' : nights === 1 ? 'agents beside one night' : 'agents beside nights')
  const processes = Math.ceil(AGENTS / AGENTS_A_PROCESS)
  const order = (index: number): AgentsOrder => ({
    home: bank.home,
    units: bank.units,
    first: index * AGENTS_A_PROCESS,
    agents: AGENTS / processes,
    seconds,
    thinkMs: THINK_MS,
  })
  const night: NightOrder = {
    home: bank.home,
    seconds,
    tasks: bank.tasks,
    units: bank.units,
    ...(nights === 1 ? { nights } : {}),
  }
  const writing = nights === 0 ? undefined : runLoad<{ nights: number; changed: number }>('work-night', night)
  const found = await Promise.all(
    Array.from({ length: processes }, (_, index) => runLoad<Worked>('work-agents', order(index))),
  )
  const written = await writing
  const claims = found.flatMap(({ result }) => result.claimMs)
  const finishes = found.flatMap(({ result }) => result.finishMs)
  const server = Math.max(...found.map(({ result }) => result.serverCpuSeconds ?? Number.NaN))
  const wallSeconds = Math.max(...found.map(({ result }) => result.wallSeconds))
  const where =
    written === undefined ? 'alone' : nights === 1 ? 'beside one night' : `beside ${written.result.nights} nights`
  const lines: Line[] = [
    {
      name: `claims ${where}`,
      cpuSeconds: Number.isNaN(server) ? undefined : found.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, server),
      wallSeconds,
      peakMb: Math.max(...found.map(({ peakMb }) => peakMb)),
      rate: `${(claims.length / wallSeconds).toFixed(0)}/s, ${spread(claims, [0.5, 0.95, 0.99])}`,
    },
    {
      name: `outcomes ${where}`,
      rate: `${(finishes.length / wallSeconds).toFixed(0)}/s, ${spread(finishes, [0.5, 0.95, 0.99])}`,
    },
  ]
  return { lines, taskIds: found.flatMap(({ result }) => result.taskIds) }
}
