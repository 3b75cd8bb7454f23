import type { Sensitivity } from './facts.ts'
import type { Defined, Label } from './shared.ts'

/** What may be given to a customer. `cost` in major units; `perYear`: so many for one customer and year (G72); it may be taken up for `validityDays` (S114). */
export type Benefit = Defined & {
  readonly valueAdd: 'benefit' | 'service' | 'image'
  readonly cost: number
  readonly validityDays: number
  readonly perYear: number
  readonly needsApproval: boolean
}

/** Something to be followed up until it is closed: a suggestion, a commitment, a lead, a quarrel (S10–S12, S33, S57). */
export type CaseKind = Defined & {
  readonly dueWorkingDays: number
  /** Who has to see to it first. */
  readonly route: 'owner' | 'supervisor' | 'leader' | 'head_office'
  /** Closed only when the customer has been told. */
  readonly needsAnswer: boolean
}

/** What to say when a customer objects (S67). */
export type Objection = Defined & { readonly answers: readonly Label[]; readonly plays: readonly string[] }

/** A text to be learned (S14, S77, S106): who has to, and for how many months it counts. */
export type Training = Defined & {
  readonly topic: 'conduct' | 'service' | 'product' | 'communication'
  readonly roles: readonly string[]
  readonly body: Label
  readonly validMonths: number
}

export type FormField = {
  readonly id: string
  readonly label: Label
  readonly type: 'text' | 'number' | 'date' | 'choice' | 'choices'
  readonly options?: readonly { readonly id: string; readonly label: Label }[]
  /** 1 first contact, 2 optional second step, 3 later (S39). */
  readonly stage: 1 | 2 | 3
  readonly group: string
  readonly required: boolean
  readonly sensitivity?: Sensitivity
}

export type Form = Defined & {
  /** Weight of each group in the completeness score; total 1 (S16). */
  readonly groups: readonly { readonly id: string; readonly label: Label; readonly weight: number }[]
  readonly fields: readonly FormField[]
  /** Shown before anything is saved (X02). */
  readonly purpose: Label
}
