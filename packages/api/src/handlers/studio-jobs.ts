import { findCustomers, findStudioJob, findVersion, type StudioJob as Job, maskRow, startStudioJob } from '@tend/care'
import type { Backtest, Simulation, StudioJob, studioJobRoutes } from '@tend/contract'
import type { Simulated } from '@tend/jobs'
import { type Api, type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import type { Person } from '../person.ts'
import { sensitivityIn } from '../present/sensitivity.ts'
import { presentMove } from '../present/sentence.ts'

/** A simulation as its job kept it. */
type Kept = Simulated & { readonly version: number }

export const studioJobHandlers: Handlers<keyof typeof studioJobRoutes> = {
  startSimulation: async (call) => {
    const { api, params, body } = call
    if (params.version !== 0) {
      const found = await findVersion(api.store, api.studio.shipped.id, params.version)
      if (found === undefined) throw new ApiFailure('not-found')
      if (found.hash === null) throw new ApiFailure('version-has-mistakes')
    }
    return start(call, body.idempotencyKey, 'simulation', { version: params.version })
  },

  getSimulation: async ({ api, person, params, request }) => {
    const job = await requireJob(api, params.jobId, 'simulation')
    const result = job.result === null ? null : await presentSimulation(api, person, job.result as unknown as Kept)
    request.viewedCustomers = result?.affected.map(({ customerId }) => customerId)
    return { job: presentJob(job), result }
  },

  startBacktest: async (call) => {
    const { subject, from, to, version, idempotencyKey } = call.body
    if (from > to)
      throw new ApiFailure('invalid-request', { issues: [{ path: 'body.to', message: `${to} < ${from}` }] })
    const pack = call.api.pack
    const isKnown =
      subject.kind === 'moment'
        ? pack.moments.has(subject.id)
        : subject.kind === 'score'
          ? pack.indicators.has(subject.id)
          : pack.schemes.get(subject.id)?.levels.some(({ id }) => id === subject.level)
    if (version === undefined && !isKnown) throw new ApiFailure('unknown-definition', { detail: subject.id })
    return start(call, idempotencyKey, 'backtest', { subject, from, to, version: version ?? null })
  },

  getBacktest: async ({ api, params }) => {
    const job = await requireJob(api, params.jobId, 'backtest')
    return { job: presentJob(job), result: job.result as unknown as Backtest | null }
  },
}

async function start(
  call: Pick<Call, 'api' | 'at'> & { readonly person: Person },
  key: string,
  kind: Job['kind'],
  work: Readonly<Record<string, unknown>>,
): Promise<StudioJob> {
  const { api } = call
  const jobId = api.newId()
  const done = required(await startStudioJob(api.store, commandOf(call, key), { jobId, kind, work }))
  // A key that comes again names the job that it began.
  if (done.jobId === jobId) api.startStudioJob(jobId)
  return presentJob(await requireJob(api, done.jobId, kind))
}

async function requireJob(api: Api, jobId: string, kind: Job['kind']): Promise<Job> {
  const job = await findStudioJob(api.store, jobId)
  if (job?.kind !== kind) throw new ApiFailure('not-found')
  return job
}

const presentJob = (job: Job): StudioJob => ({
  jobId: job.job_id,
  kind: job.kind,
  state: job.state,
  step: job.step,
  progress: job.progress,
  startedAt: job.started_at,
  finishedAt: job.finished_at,
  problem: job.problem,
  resultRemovedAt: job.result_removed_at,
})

/** Names are looked up for the reader: the result keeps none. Who lies outside the reader's scope by now is left out. */
async function presentSimulation(api: Api, person: Person, kept: Kept): Promise<Simulation> {
  const directory = await api.directory()
  const pool = (name: string | null) => name ?? '–'
  const staff = (staffId: string | null) => pool(staffId === null ? null : directory.staffName(staffId))
  return {
    ...kept,
    schemes: kept.schemes.map((scheme) => ({
      ...scheme,
      levels: [...scheme.levels],
      matrix: [...scheme.matrix],
      byUnit: scheme.byUnit.map(({ id, ...moves }) => ({ unitId: id, name: directory.unitName(id), ...moves })),
      byOwner: scheme.byOwner.map(({ id, ...moves }) => ({ staffId: id, name: staff(id), ...moves })),
    })),
    moments: [...kept.moments],
    tasks: { ...kept.tasks, byOwner: kept.tasks.byOwner.map((load) => ({ ...load, name: staff(load.staffId) })) },
    affected: await presentAffected(api, person, kept),
  }
}

async function presentAffected(api: Api, person: Person, kept: Kept): Promise<Simulation['affected']> {
  const ids = kept.affected.map(({ customerId }) => customerId)
  const customers = await findCustomers(api.store, await person.scope(), ids)
  const sensitivity = sensitivityIn(api.pack)
  const schemes = new Map(kept.schemes.map(({ scheme, label }) => [scheme, label]))
  return kept.affected.flatMap((each) => {
    const customer = customers.get(each.customerId)
    if (customer === undefined) return []
    const { name } = maskRow(person.actor, { name: customer.name }, () => 'name')
    const raw = Object.fromEntries(each.values.map(({ id, value }) => [id, value]))
    const masked = maskRow(person.actor, raw, sensitivity)
    const values = each.values.map((value) => ({ ...value, value: masked[value.id] ?? null }))
    return [
      {
        customerId: each.customerId,
        name,
        unitName: customer.unit_name,
        ownerName: customer.owner_name,
        scheme: each.scheme,
        from: each.from,
        to: each.to,
        direction: each.direction,
        values,
        why: presentMove(
          api.pack,
          schemes.get(each.scheme) ?? { zh: each.scheme, en: each.scheme },
          each.to?.label,
          values,
        ),
      },
    ]
  })
}
