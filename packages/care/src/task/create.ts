import type { Db } from '@tend/store'
import type { PlannedTask } from '../play/plan.ts'
import { unfinished } from '../unfinished.ts'

/** Writes planned tasks in bulk; one that exists already is left alone, one for a customer who has an open task on the channel is merged into it. */
export const createTasks = async (
  _tx: Db,
  _plans: readonly PlannedTask[],
  _context: {
    readonly runId: string
    readonly packHash: string
    readonly seed: string
    readonly now: Date
    readonly timeZone: string
  },
): Promise<{ readonly created: number; readonly merged: number; readonly known: number }> => unfinished()
