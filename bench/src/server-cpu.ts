import type { Db } from '@tend/store'
import { backendPeakMb, serverCpuSeconds, serverOf } from './usage.ts'

/** What the database server spends on some work; its CPU and memory are unknown where it is not ours to look at. */
export type ServerUsage = {
  readonly wallSeconds: number
  readonly serverCpuSeconds?: number
  readonly backendPeakMb?: number
}

/** Measures work on one connection: CPU of the whole server, memory of the connection's own process. */
export const measureServer = async <Result>(
  db: Db,
  work: () => Promise<Result>,
): Promise<ServerUsage & { readonly result: Result }> => {
  const [backend] = await db.query<{ pid: number }>('select pg_backend_pid() as pid')
  const pid = backend?.pid ?? 0
  // The connection may be closed in a pause of the work; the server stays.
  const server = serverOf(pid)
  const before = serverCpuSeconds(server)
  const start = performance.now()
  const result = await work()
  const wallSeconds = (performance.now() - start) / 1000
  const after = serverCpuSeconds(server)
  const peak = backendPeakMb(pid)
  return {
    result,
    wallSeconds,
    ...(before === undefined || after === undefined ? {} : { serverCpuSeconds: after - before }),
    ...(peak === undefined ? {} : { backendPeakMb: peak }),
  }
}
