import { z } from 'zod'
import { valueUnit } from './catalogue.ts'
import { definitionId, id, isoInstant, label } from './primitives.ts'

/** Folders of a pack, and with that the kinds of definition. */
export const definitionKind = z.enum([
  'facts',
  'indicators',
  'schemes',
  'moments',
  'plays',
  'outcomes',
  'forms',
  'guards',
  'models',
  'purposes',
  'channels',
  'policies',
  'messages',
  'templates',
  'modules',
  'benefits',
  'cases',
  'objections',
  'trainings',
  'bulletins',
])
export type DefinitionKind = z.infer<typeof definitionKind>

/** Number of a version; 0 is the pack as it was shipped, before anything was published. */
export const versionNumber = z.coerce.number<number | string>().int().min(0)

/** A name that a condition may read, as the builder offers it. Money reads in major units (yuan) in a condition. */
export const conditionName = z.object({
  id: z.string(),
  label,
  unit: valueUnit,
  /** Where the name comes from; `before` is a scheme's level at the previous run. */
  from: z.enum(['attribute', 'indicator', 'scheme', 'before', 'fact']),
  /** The values it can take, with what people call them; empty where it is free. */
  values: z.array(z.object({ id: z.string(), label })),
})
export type ConditionName = z.infer<typeof conditionName>

/** One mistake of an author; line and column count from 1 within the definition's own text. */
export const studioIssue = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  /** The definition it is in; null where it is of the pack as a whole. */
  kind: definitionKind.nullable(),
  id: z.string().nullable(),
  line: z.int(),
  column: z.int(),
  /** YAML path, e.g. `value_tier.levels[2].enter`. */
  path: z.string(),
  message: label,
  suggestion: label.nullable(),
})
export type StudioIssue = z.infer<typeof studioIssue>

export const studioDefinition = z.object({
  kind: definitionKind,
  id: z.string(),
  label,
  description: label.nullable(),
  /** Variant of a scheme, kind of a moment, an indicator or a model; null for the others. */
  variant: z.string().nullable(),
  source: z.string().nullable(),
  assumed: z.boolean(),
  /** The file within its pack, e.g. `bank-retail/schemes/value.yaml`. */
  file: z.string(),
  /** The definition's own YAML as written, comments and all: a map of its id to its content. */
  yaml: z.string(),
  /** Unlike the definition in the pack in force (only where a draft is shown). */
  change: z.enum(['added', 'changed']).nullable(),
})
export type StudioDefinition = z.infer<typeof studioDefinition>

/** `submitted` waits for a second person; `published` was approved and is or was in force. */
export const versionState = z.enum(['draft', 'submitted', 'published', 'rejected', 'withdrawn'])
export type VersionState = z.infer<typeof versionState>

const by = z.object({ userId: id, name: z.string() })

export const packVersion = z.object({
  version: z.int(),
  title: z.string(),
  note: z.string().nullable(),
  state: versionState,
  /** The pack that everybody works with. At most one; none means the shipped pack (version 0) is. */
  isInForce: z.boolean(),
  /** SHA-256 of the whole pack as it would be with these changes: what an approval binds. Null while it has mistakes. */
  hash: z.string().nullable(),
  /** Hash of the pack in force that the version was compared with when it was made or last brought up to date. */
  baseHash: z.string(),
  /** Another version has been published since: bring it up to date (rebase) before it is submitted or approved. */
  isBehind: z.boolean(),
  /** Definitions that differ from the pack in force at its base. */
  changes: z.int(),
  createdBy: by,
  createdAt: isoInstant,
  submittedAt: isoInstant.nullable(),
  /** Who approved or rejected. */
  decidedBy: by.nullable(),
  decidedAt: isoInstant.nullable(),
  /** The reason of a rejection. */
  reason: z.string().nullable(),
  /** What the reader may do with it as it stands. */
  may: z.object({
    edit: z.boolean(),
    submit: z.boolean(),
    withdraw: z.boolean(),
    approve: z.boolean(),
    reject: z.boolean(),
    rollBack: z.boolean(),
  }),
})
export type PackVersion = z.infer<typeof packVersion>

/** One definition that differs, in words: `金卡：quarter_avg_assets >= 200000 → 250000`. */
export const definitionChange = z.object({
  kind: definitionKind,
  id: z.string(),
  label,
  change: z.enum(['added', 'removed', 'changed']),
  /** One sentence a changed field; one sentence in all for what was added or removed. */
  words: z.array(label),
  /** YAML before and after; null where there was or will be none. */
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type DefinitionChange = z.infer<typeof definitionChange>

export const draftContent = z.array(z.object({ kind: definitionKind, id: definitionId, yaml: z.string() }))
