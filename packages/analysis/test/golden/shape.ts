import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be YYYY-MM-DD')
const cell = z.union([z.string(), z.number(), z.boolean(), z.null()])
/** Fact → rows; `repeat` makes a row once for each n. */
const facts = z.record(z.string(), z.array(z.record(z.string(), z.union([cell, z.array(z.int())]))))
/** A level, none, or the tags of a rules scheme in the scheme's order. */
const levelId = z.union([z.string(), z.null(), z.array(z.string()).min(1, 'write null where no tag holds')])
const level = z.union([
  levelId,
  z.strictObject({
    level: levelId,
    before: levelId.optional(),
    since: date.nullable().optional(),
    until: date.nullable().optional(),
    period: date.nullable().optional(),
    restart: date.nullable().optional(),
    reason: z.record(z.string(), cell).optional(),
  }),
])
const occurrence = z.strictObject({
  key: z.string().optional(),
  fired_on: date.optional(),
  due_on: date.nullable().optional(),
  expires_on: date.optional(),
  value: z.number().optional(),
  urgency: z.number().optional(),
  priority: z.number().optional(),
  is_new: z.boolean().optional(),
  reason: z.record(z.string(), cell).optional(),
  sentence: z.strictObject({ zh: z.string().optional(), en: z.string().optional() }).optional(),
})
const offer = z.strictObject({
  levels: z.record(z.string(), z.string().nullable()),
  class: z.string(),
  requested: z.boolean(),
  verdict: z.enum(['allowed', 'blocked']),
})
const open = z.union([z.literal('none'), z.literal('open'), occurrence, z.array(occurrence)])

const goldenCase = z.strictObject({
  title: z.string().min(1),
  source: z.string().min(1),
  as_of: date,
  facts: facts.default({}),
  previous: z.array(z.strictObject({ as_of: date, facts: facts.optional() })).optional(),
  expect: z
    .strictObject({
      customers: z.int().optional(),
      levels: z.record(z.string(), z.record(z.string(), level)).optional(),
      counts: z.record(z.string(), z.record(z.string(), z.int())).optional(),
      indicators: z.record(z.string(), z.record(z.string(), cell)).optional(),
      moments: z.record(z.string(), z.record(z.string(), open)).optional(),
      offers: z.array(offer).min(1, 'offers without an offer assert nothing').optional(),
    })
    .refine((expected) => Object.keys(expected).length > 0, 'a case must expect something'),
})

export type GoldenCase = z.infer<typeof goldenCase>
export type Facts = GoldenCase['facts']
export type ExpectedLevel = z.infer<typeof level>
export type ExpectedOffer = z.infer<typeof offer>
export type ExpectedMoment = z.infer<typeof open>

/** The cases of a golden file; a key that the format does not know is a mistake, because it would assert nothing. */
export function readGoldenFile(path: string): readonly GoldenCase[] {
  const read = z.strictObject({ cases: z.array(goldenCase).min(1, 'a golden file needs a case') })
  const result = read.safeParse(parse(readFileSync(path, 'utf8')))
  if (!result.success) throw new Error(`${path}: ${z.prettifyError(result.error)}`)
  return result.data.cases
}
