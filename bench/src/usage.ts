import { readdirSync, readFileSync } from 'node:fs'

/** What a process used from its first instruction to its report; nothing is subtracted. */
export type Usage = { readonly wallSeconds: number; readonly cpuSeconds: number; readonly peakMb: number }

export const ownUsage = (): Usage => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
  return { wallSeconds: process.uptime(), cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 }
}

/** Linux counts CPU time of processes in hundredths of a second. */
const TICKS_PER_SECOND = 100

/**
 * CPU seconds of a PostgreSQL server, by its main process: that one's, those of the ended children it has reaped, and of the living ones. Undefined where the
 * server is on another machine or the system has no /proc.
 */
export const serverCpuSeconds = (server: number | undefined): number | undefined => {
  if (server === undefined) return undefined
  try {
    const main = statOf(server)
    const living = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statIfAny(Number(name)) ?? [])
      .filter((stat) => stat.parent === server)
    const ticks = main.own + main.reaped + living.reduce((sum, stat) => sum + stat.own, 0)
    return ticks / TICKS_PER_SECOND
  } catch {
    return undefined
  }
}

/** The main process of the server that a backend belongs to. */
export const serverOf = (backendPid: number): number | undefined => statIfAny(backendPid)?.parent

/** Largest resident memory that a backend has had, shared buffers that it touched included. */
export const backendPeakMb = (backendPid: number): number | undefined => {
  try {
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${backendPid}/status`, 'utf8'))
    return peak ? Number(peak[1]) / 1024 : undefined
  } catch {
    return undefined
  }
}

type Stat = { readonly parent: number; readonly own: number; readonly reaped: number }

/** The fields after the command, which stands in brackets and may hold anything. */
const statOf = (pid: number): Stat => {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const at = (place: number): number => fields[place] ?? 0
  return { parent: at(1), own: at(11) + at(12), reaped: at(13) + at(14) }
}

const statIfAny = (pid: number): Stat | undefined => {
  try {
    return statOf(pid)
  } catch {
    return undefined
  }
}
