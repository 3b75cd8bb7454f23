import type { Db } from '@tend/store'
import { recordAudit } from '../audit/audit.ts'
import type { Command } from '../command.ts'
import type { CareCase } from './case.ts'

/** What is done with a case stands under its customer. */
export const auditCase = (
  tx: Db,
  { actor, now }: Command,
  action: string,
  { case_id, customer_id }: Pick<CareCase, 'case_id' | 'customer_id'>,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> =>
  recordAudit(tx, {
    at: now,
    actor: actor.userId,
    action,
    subjectKind: 'customer',
    subjectId: customer_id,
    detail: { case: case_id, ...detail },
  })
