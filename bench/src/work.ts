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

/** The day's work: 500 agents who claim and finish beside a writer that stands for the night, and lists of a million tasks. */
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
  const alone = await work(bank, options.seconds, false)
  const besideNight = await work(bank, options.seconds, true)
  const tasks = [...alone.taskIds, ...besideNight.taskIds]
  if (new Set(tasks).size !== tasks.length) throw new Error('A task was handed out twice.')
  return [
    renderTable(`Lists of ${filled.waiting.toLocaleString('en')} open tasks`, read.lists.map(listLine)),
    renderTable(`${AGENTS} agents claim and finish`, [...alone.lines, ...besideNight.lines]),
    `${tasks.length.toLocaleString('en')} tasks were claimed and finished, none twice and none lost. Each claim and each outcome asks the contact policy. The night publishes ${bank.tasks.toLocaleString('en')} customers, a tenth of them changed, again and again.\n`,
  ].join('\n')
}

const ms = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(1)} ms`)
const spread = (values: readonly number[], shares: readonly number[]): string =>
  shares.map((share) => `p${share * 100} ${ms(percentile(values, share))}`).join(', ')

const listLine = ({ name, ms: taken }: Listed): Line => ({ name, rate: spread(taken, [0.5, 0.95]) })

const work = async (bank: WorkBank, seconds: number, isBesideNight: boolean) => {
  say(isBesideNight ? 'agents beside a night' : 'agents alone')
  const processes = Math.ceil(AGENTS / AGENTS_A_PROCESS)
  const order = (index: number): AgentsOrder => ({
    home: bank.home,
    units: bank.units,
    first: index * AGENTS_A_PROCESS,
    agents: AGENTS / processes,
    seconds,
    thinkMs: THINK_MS,
  })
  const night: NightOrder = { home: bank.home, seconds, tasks: bank.tasks, units: bank.units }
  const writing = isBesideNight ? runLoad<{ nights: number; changed: number }>('work-night', night) : undefined
  const found = await Promise.all(
    Array.from({ length: processes }, (_, index) => runLoad<Worked>('work-agents', order(index))),
  )
  const written = await writing
  const claims = found.flatMap(({ result }) => result.claimMs)
  const finishes = found.flatMap(({ result }) => result.finishMs)
  const server = Math.max(...found.map(({ result }) => result.serverCpuSeconds ?? Number.NaN))
  const wallSeconds = Math.max(...found.map(({ result }) => result.wallSeconds))
  const where = written === undefined ? 'alone' : `beside ${written.result.nights} nights`
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
