import type { Db } from '@tend/store'
import type { LeftOut } from '../play/work.ts'

/** Writes down who was left out, and the first thing that spoke against it. */
export const insertLeftOut = async (tx: Db, themeId: number, leftOut: readonly LeftOut[]): Promise<void> => {
  if (leftOut.length === 0) return
  await tx.execute(
    `insert into theme_left_out (theme_id, customer_id, unit_id, code, detail, until)
     select $2, "customerId", "unitId", code, detail, until
     from jsonb_to_recordset($1) as left_out ("customerId" text, "unitId" text, code text, detail text, until date)
     on conflict do nothing`,
    [JSON.stringify(leftOut), themeId],
  )
}
