import { z } from 'zod'

/** Every text a person reads travels in both languages, so that switching asks the server nothing. */
export const label = z.object({ zh: z.string(), en: z.string() })
export type Label = z.infer<typeof label>

export const isoDate = z.iso.date().describe('A calendar day, e.g. 2026-10-31')
export const isoMonth = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .describe('A calendar month, e.g. 2026-10')
export const isoInstant = z.iso.datetime({ offset: true }).describe('A moment in time with its offset')

/** Money crosses as whole minor units (fen, cents); fields that carry it end in `Minor`. */
export const moneyMinor = z.int().describe('Whole minor units of the pack’s currency')

/** Ids of definitions and of rows: short, printable, nothing that a path or a log line could trip over. */
export const id = z.string().min(1).max(128)
export const definitionId = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9_]*$/)

/** Values of the wide row: money and counts are whole numbers, ratios and scores are not, dates are ISO text. */
export const cellValue = z.union([z.number(), z.string(), z.boolean(), z.null()])
export type CellValue = z.infer<typeof cellValue>
export const cellValues = z.record(z.string(), cellValue)

/** A command that arrives twice with the same key is done once and answers the same. */
export const idempotencyKey = z
  .string()
  .min(8)
  .max(100)
  .describe('Chosen by the caller, e.g. a UUID; the same key does the same thing once')

export const limit = z.coerce.number<number | string>().int().min(1).max(200).default(50)
export const cursor = z.string().max(2000).optional().describe('Opaque: the nextCursor of the answer before')

/** The two query parameters of every list. */
export const paging = { limit, cursor }

/** The shape of every list: follow `nextCursor` until it is null to see each row once. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

/** A query parameter that may be repeated: `?level=a:b&level=c:d`. */
export const repeated = <Item extends z.ZodType<string>>(item: Item) =>
  z
    .union([item, z.array(item).max(50)])
    .transform((value): string[] => (Array.isArray(value) ? value : [value]))
    .optional()

/** A flag in a query string. */
export const queryFlag = z
  .union([z.boolean(), z.enum(['true', 'false'])])
  .transform((value) => value === true || value === 'true')
  .optional()

export const unitRef = z.object({ unitId: id, name: z.string() })
export const staffRef = z.object({ staffId: id, name: z.string() })

export const noContent = z.null()
