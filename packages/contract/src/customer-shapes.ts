import { z } from 'zod'
import { outcomeResult } from './catalogue.ts'
import { cellValues, id, isoInstant, staffRef, unitRef } from './primitives.ts'

/**
 * A customer in a list or on a card. Masking has been applied: a field that the reader may not see in clear reads
 * `138****5678`; `name` may be null where a role sees none. Values of the wide row are keyed by attribute, indicator and
 * scheme id; the catalogue has their labels and units (money in minor units).
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
  /** Scheme id → level id; null where the customer stands in none. */
  levels: z.record(z.string(), z.string().nullable()),
})
export type CustomerSummary = z.infer<typeof customerSummary>

export const contact = z.object({
  contactId: id,
  at: isoInstant,
  staff: staffRef.nullable(),
  channel: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  contactLabel: z.string().nullable(),
  outcome: z.string().nullable(),
  result: outcomeResult.nullable(),
  taskId: id.nullable(),
  /** 1, 2 or 3 for an attempt of a task. */
  attempt: z.int().nullable(),
  note: z.string().nullable(),
})
export type Contact = z.infer<typeof contact>

export const channels = ['phone', 'visit', 'branch', 'wechat', 'sms', 'email', 'other'] as const

/** What a person tells about a contact, with or without a task. */
export const interactionInput = z.object({
  channel: z.string().max(64).optional().describe('The play’s channel where absent'),
  note: z.string().max(2000).optional(),
})
