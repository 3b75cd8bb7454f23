import type { Benefit, CaseKind, Form, Objection, Training } from './definitions/care.ts'
import type { Channel, Policy, Purpose } from './definitions/contacts.ts'
import type { Fact } from './definitions/facts.ts'
import type { Indicator } from './definitions/indicators.ts'
import type { Bulletin, MessageKind, Template } from './definitions/messages.ts'
import type { Model } from './definitions/models.ts'
import type { Moment } from './definitions/moments.ts'
import type { Guard, Module, Outcome, Play, Work } from './definitions/plays.ts'
import type { Scheme } from './definitions/schemes.ts'
import type { Label } from './definitions/shared.ts'

export type * from './definitions/care.ts'
export type * from './definitions/contacts.ts'
export type * from './definitions/facts.ts'
export type * from './definitions/indicators.ts'
export type * from './definitions/messages.ts'
export type * from './definitions/models.ts'
export type * from './definitions/moments.ts'
export type * from './definitions/plays.ts'
export type * from './definitions/schemes.ts'
export type * from './definitions/shared.ts'

/**
 * What a pack holds once it has been parsed and checked: plain frozen data, the same for analysis, care, API and screens.
 * Every text a person reads is a Label; every figure may carry its source (spec item) and whether it is assumed.
 */
export type Pack = {
  readonly id: string
  readonly label: Label
  readonly version: string
  /** Folders from the outermost base to this pack. */
  readonly folders: readonly string[]
  readonly timeZone: string
  /** ISO 4217 and its number of decimals. */
  readonly currency: { readonly code: string; readonly decimals: number }
  /** Attributes that no scheme may grade by, directly or through an indicator (G73). */
  readonly protectedAttributes: readonly string[]
  /** Name of the date on which a customer left, unknown while they stay: what models and backtests call leaving. */
  readonly departure?: string
  /** The short name by which the institution signs its messages, e.g. 常青银行; that of the unit at the top where absent. */
  readonly institution?: string
  /** Tasks that one person can do in a day, against which a simulation holds the work that follows. */
  readonly tasksPerDay?: number
  /** SHA-256 over the checked definitions, independent of file order and layout. */
  readonly hash: string
  readonly facts: ReadonlyMap<string, Fact>
  readonly indicators: ReadonlyMap<string, Indicator>
  readonly schemes: ReadonlyMap<string, Scheme>
  readonly moments: ReadonlyMap<string, Moment>
  readonly plays: ReadonlyMap<string, Play>
  readonly outcomes: ReadonlyMap<string, Outcome>
  readonly forms: ReadonlyMap<string, Form>
  readonly models: ReadonlyMap<string, Model>
  readonly guards: ReadonlyMap<string, Guard>
  readonly purposes: ReadonlyMap<string, Purpose>
  readonly channels: ReadonlyMap<string, Channel>
  readonly policies: ReadonlyMap<string, Policy>
  readonly messages: ReadonlyMap<string, MessageKind>
  readonly templates: ReadonlyMap<string, Template>
  readonly modules: ReadonlyMap<string, Module>
  readonly benefits: ReadonlyMap<string, Benefit>
  readonly cases: ReadonlyMap<string, CaseKind>
  readonly objections: ReadonlyMap<string, Objection>
  readonly trainings: ReadonlyMap<string, Training>
  readonly bulletins: ReadonlyMap<string, Bulletin>
  readonly work: Work
}

/**
 * One mistake of an author: what is wrong, and what to do. Lines and columns count from 1; `path` is the YAML path, e.g.
 * `value_tier.levels[2].enter`. Names, ids, CEL and figures read alike in both languages.
 */
export type Issue = {
  readonly code: string
  readonly severity: 'error' | 'warning'
  readonly file: string
  readonly line: number
  readonly column: number
  readonly path: string
  readonly message: Label
  readonly suggestion?: Label
}
