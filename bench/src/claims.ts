import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { prepareBank } from './bank.ts'
import { type Measured, runLoad, say } from './child.ts'
import type { Claimed, ClaimOrder } from './loads/claim.ts'
import type { BenchOptions } from './options.ts'
import { benchPublish } from './publish.ts'
import { type Line, renderTable } from './table.ts'

const TASKS = 60_000
const SECONDS = 5

/** A process holds at most this many clients, so that neither its one thread nor its pool of connections is the bottleneck. */
const CLIENTS_A_PROCESS = 16

type Claims = Measured<Claimed>

/** Claims from one pool by 8, 16 and 32 clients, beside what the disk can force in a second. */
export const benchClaims = async (options: BenchOptions): Promise<string> => {
  const bank = await prepareBank(options.home, options.customers, options.transactions)
  if (!existsSync(join(bank.home, 'postgres'))) await benchPublish(options)
  say('putting tasks into the pools')
  const { result } = await runLoad<{ waiting: number }>('claim-tasks', { home: bank.home, tasks: TASKS })
  const floor = await runLoad<{ perSecond: number }>('fdatasync', {
    file: join(bank.home, 'fdatasync.tmp'),
    seconds: 3,
  })
  const lines: Line[] = [
    { name: 'fdatasync of 8 kB, one after the other', rate: `${rate(floor.result.perSecond)} a second` },
  ]
  const taken: number[] = []
  for (const clients of [8, 16, 32]) {
    say(`${clients} clients claiming`)
    const found = await claim(bank.home, clients)
    taken.push(...found.flatMap((one) => one.result.taskIds))
    lines.push(lineOf(clients, found, floor.result.perSecond))
  }
  // Two processes that close at once may each leave the server to the other.
  await runLoad<Claimed>('claim', { home: bank.home, clients: 1, seconds: 0 } satisfies ClaimOrder)
  if (new Set(taken).size !== taken.length) throw new Error('A task was handed out twice.')
  return [
    renderTable(`Claims from one pool of ${result.waiting.toLocaleString('en')} tasks`, lines),
    `${taken.length.toLocaleString('en')} tasks were claimed, none twice. Each claim is a transaction of its own with its audit entry. CPU is that of the clients and the server together.\n`,
  ].join('\n')
}

const claim = (home: string, clients: number): Promise<Claims[]> => {
  const processes = Math.ceil(clients / CLIENTS_A_PROCESS)
  const order: ClaimOrder = { home, clients: clients / processes, seconds: SECONDS }
  return Promise.all(Array.from({ length: processes }, () => runLoad<Claimed>('claim', order)))
}

/** Each process has looked at the whole server, so the longest look stands for all. */
const lineOf = (clients: number, found: readonly Claims[], floorPerSecond: number): Line => {
  const perSecond = found.reduce((sum, { result }) => sum + result.taskIds.length / result.wallSeconds, 0)
  const server = Math.max(...found.map(({ result }) => result.serverCpuSeconds ?? Number.NaN))
  return {
    name: `${clients} clients`,
    cpuSeconds: Number.isNaN(server) ? undefined : found.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, server),
    wallSeconds: Math.max(...found.map(({ result }) => result.wallSeconds)),
    peakMb: Math.max(...found.map(({ peakMb }) => peakMb)),
    rate: `${rate(perSecond)} claims/s, ${(perSecond / floorPerSecond).toFixed(2)} × fdatasync`,
  }
}

const rate = (value: number): string => Math.round(value).toLocaleString('en')
