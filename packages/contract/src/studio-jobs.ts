import { z } from 'zod'
import { valueUnit } from './catalogue.ts'
import { cellValue, definitionId, id, idempotencyKey, isoDate, isoInstant, isoMonth, label } from './primitives.ts'
import type { Route } from './route.ts'
import { versionNumber } from './studio-shapes.ts'

const tags = ['studio'] as const
const named = z.object({ id: z.string(), label })
const jobParams = z.object({ jobId: id })

/** Work in a process of its own; ask again until it is done. */
export const studioJob = z.object({
  jobId: id,
  kind: z.enum(['simulation', 'backtest']),
  state: z.enum(['running', 'done', 'failed']),
  /** What it is at, ready to read; null once it has ended. */
  step: label.nullable(),
  /** 0–1. */
  progress: z.number(),
  startedAt: isoInstant,
  finishedAt: isoInstant.nullable(),
  /** Why it failed, in a sentence. */
  problem: z.string().nullable(),
  /** When the result went at the end of its term: a job that is done and has none must be run again. */
  resultRemovedAt: isoInstant.nullable(),
})
export type StudioJob = z.infer<typeof studioJob>

const risersAndFallers = { risers: z.int(), fallers: z.int() }

export const simulatedScheme = z.object({
  scheme: z.string(),
  label,
  /** Levels before and after in order of rank, those of both packs; a customer in none is `null` in the matrix. */
  levels: z.array(named),
  /** Customers by level in force and level under the draft; pairs without customers are left out. */
  matrix: z.array(z.object({ from: z.string().nullable(), to: z.string().nullable(), customers: z.int() })),
  ...risersAndFallers,
  unchanged: z.int(),
  /** Customers who come into the scheme, or out of it, or to a level that stands in no order to theirs. */
  others: z.int(),
  /** Most moved first. */
  byUnit: z.array(z.object({ unitId: z.string(), name: z.string(), ...risersAndFallers })),
  byOwner: z.array(z.object({ staffId: z.string().nullable(), name: z.string(), ...risersAndFallers })),
  /** What the levels' benefits cost a year (yearlyCost × heads); null where no level states a cost. */
  cost: z.object({ beforeMinor: z.int(), afterMinor: z.int() }).nullable(),
})
export type SimulatedScheme = z.infer<typeof simulatedScheme>

export const affectedCustomer = z.object({
  customerId: id,
  /** Masked by role. */
  name: z.string().nullable(),
  unitName: z.string().nullable(),
  ownerName: z.string().nullable(),
  scheme: z.string(),
  from: named.nullable(),
  to: named.nullable(),
  direction: z.enum(['up', 'down', 'other']),
  /** The values that decide, as the draft reads them. */
  values: z.array(z.object({ id: z.string(), label, unit: valueUnit, value: cellValue })),
  /** The new decision in a sentence. */
  why: label,
})
export type AffectedCustomer = z.infer<typeof affectedCustomer>

export const simulation = z.object({
  asOf: isoDate,
  version: z.int(),
  /** The draft as it was simulated; an edit after it makes the result stale. */
  draftHash: z.string(),
  baseHash: z.string(),
  /** `state`: today's levels as they are in force; `night`: judged again with the pack in force, because facts have come since. */
  baseline: z.enum(['state', 'night']),
  customers: z.int(),
  /** Customers without any change in any scheme. */
  unchanged: z.int(),
  seconds: z.number(),
  /** Schemes with at least one customer who moves, or whose cost differs. */
  schemes: z.array(simulatedScheme),
  moments: z.array(z.object({ moment: z.string(), label, before: z.int(), after: z.int() })),
  tasks: z.object({
    /** Tasks that one person can do in a day, of the pack; null where it states none. */
    capacityPerDay: z.number().nullable(),
    /** Working days since the state before, over which the new tasks come. */
    workingDays: z.int(),
    /** The tasks that the night makes of new moments, most loaded first; the pool of a unit has no staffId. */
    byOwner: z.array(
      z.object({
        staffId: z.string().nullable(),
        name: z.string(),
        before: z.int(),
        after: z.int(),
        /** `after` ÷ workingDays. */
        perDay: z.number(),
        /** More a day than one person can do. */
        isOver: z.boolean(),
      }),
    ),
    before: z.int(),
    after: z.int(),
  }),
  affected: z.array(affectedCustomer),
})
export type Simulation = z.infer<typeof simulation>

export const backtestSubject = z.object({
  kind: z.enum(['moment', 'score', 'level']),
  /** Moment, indicator or scheme. */
  id: definitionId,
  /** The level that counts as noticed; only for `level`. */
  level: z.string().max(64).optional(),
})

/** What a notice said against what came: precision = noticed who left ÷ noticed, recall = noticed who left ÷ who left. */
const horizon = z.object({
  /** Left within so many days after the as-of day. */
  days: z.int(),
  customers: z.int(),
  noticed: z.int(),
  left: z.int(),
  noticedLeft: z.int(),
  precision: z.number().nullable(),
  recall: z.number().nullable(),
  /** Share who leave anyway: what doing nothing would find. */
  baseRate: z.number().nullable(),
  /** precision ÷ baseRate. */
  lift: z.number().nullable(),
})

export const backtest = z.object({
  subject: backtestSubject,
  label,
  from: isoMonth,
  to: isoMonth,
  /** Days are judged only where the lake reaches so far: later outcomes are not known. */
  factsUpTo: isoDate,
  months: z.array(
    z.object({
      asOf: isoDate,
      customers: z.int(),
      noticed: z.int(),
      left30: z.int(),
      left60: z.int(),
      left90: z.int(),
    }),
  ),
  /** A customer counts once a month, until the departure. Empty where no month can be judged. */
  horizons: z.array(horizon),
  /** Days from the first notice to the departure, of those who were noticed and left. */
  leadDays: z.object({ leavers: z.int(), first: z.number(), median: z.number(), third: z.number() }).nullable(),
  /** Of a score: its thresholds, highest first, each with all customers at or above it; `share` of those judged. */
  thresholds: z.array(
    z.object({
      share: z.number(),
      from: z.number(),
      customers: z.int(),
      left90: z.int(),
      precision: z.number().nullable(),
      recall: z.number().nullable(),
      lift: z.number().nullable(),
    }),
  ),
  /** What the figures cannot tell, e.g. columns that carry today's value on past days. */
  notes: z.array(label),
  seconds: z.number(),
})
export type Backtest = z.infer<typeof backtest>

export const studioJobRoutes = {
  startSimulation: {
    method: 'POST',
    path: '/v1/studio/versions/:version/simulations',
    params: z.object({ version: versionNumber }),
    body: z.object({ idempotencyKey }),
    response: studioJob,
    status: 202,
    permission: 'studio.view',
    audit: 'change',
    summary: { zh: '试算一个版本', en: 'Simulate a version against today' },
    tags,
  },
  getSimulation: {
    method: 'GET',
    path: '/v1/studio/simulations/:jobId',
    params: jobParams,
    response: z.object({ job: studioJob, result: simulation.nullable() }),
    permission: 'studio.view',
    audit: 'list',
    summary: { zh: '试算进度与结果', en: 'Progress of a simulation, and its result' },
    tags,
  },
  startBacktest: {
    method: 'POST',
    path: '/v1/studio/backtests',
    body: z.object({
      subject: backtestSubject,
      from: isoMonth,
      to: isoMonth,
      /** With this version's definitions; with those in force without it. */
      version: versionNumber.optional(),
      idempotencyKey,
    }),
    response: studioJob,
    status: 202,
    permission: 'studio.view',
    audit: 'change',
    summary: { zh: '用过往月份回测时刻、评分或级别', en: 'Try a moment, score or level on past months' },
    tags,
  },
  getBacktest: {
    method: 'GET',
    path: '/v1/studio/backtests/:jobId',
    params: jobParams,
    response: z.object({ job: studioJob, result: backtest.nullable() }),
    permission: 'studio.view',
    summary: { zh: '回测进度与结果', en: 'Progress of a backtest, and its result' },
    tags,
  },
} as const satisfies Record<string, Route>
