import { z } from 'zod'
import { cellValue, cellValues, id, isoInstant, label, staffRef, unitRef } from './primitives.ts'

/**
 * A customer in a list or on a card. Masking has been applied: a field that the reader may not see in clear reads
 * `138****5678`, or is null. Values of the wide row are keyed by attribute, indicator and scheme id; the catalogue has
 * their labels and units (money in minor units).
 */
export const customerSummary = z.object({
  customerId: id,
  name: z.string().nullable(),
  phone: z.string().nullable(),
  idNumber: z.string().nullable(),
  unit: unitRef.nullable(),
  owner: staffRef.nullable(),
  attributes: cellValues,
  indicators: cellValues,
  /** Scheme id → level id, of a rules scheme the tags joined by commas; null where the customer stands in none. */
  levels: z.record(z.string(), z.string().nullable()),
})
export type CustomerSummary = z.infer<typeof customerSummary>

export const timelineKinds = [
  'contact',
  'visit',
  'message',
  'task',
  'moment',
  'case',
  'benefit',
  'level',
  'consent',
  'ownership',
] as const
export const timelineKind = z.enum(timelineKinds)

/** One thing that happened with a customer. */
export const timelineEntry = z.object({
  kind: timelineKind,
  entryId: id,
  at: isoInstant,
  /** What happened, ready to read. */
  title: label,
  /** A note, or the reason given. */
  text: z.string().nullable(),
  /** Who did it; null for what the night noticed. */
  actor: z.string().nullable(),
  /**
   * contact: outcome, result, channel, direction, contactLabel, taskId, nextAt, nextReason, purpose, refusal; visit: channel, taskId, goalReached,
   * nextAt; message: channel, template, state, direction; task: play, taskId, pool, channel; moment: moment, firedOn, dueOn, valueMinor, isOpen;
   * case: caseKind, state, dueOn; benefit: benefit, state, costMinor, expiresOn; level: scheme, level, before, until; consent: purpose, channel, isGiven;
   * ownership: fromOwner, toOwner.
   */
  details: z.record(z.string(), cellValue),
})
export type TimelineEntry = z.infer<typeof timelineEntry>
