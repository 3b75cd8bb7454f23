import { runOnce } from '../command.ts'
import { withdrawAll } from '../consent/refusal.ts'
import { holdCustomer } from '../task/hold.ts'
import { findTask } from '../task/queries.ts'
import type { CallResult } from './read-results.ts'
import { type Importing, isTaskId, outcomeOf } from './work-call.ts'

/** Names of VICIDIAL for customers who are not to be called again, whatever outcome the mapping gives them. */
const neverAgain: readonly string[] = ['dnc', 'dncl']

/**
 * Writes down that the customer wants to hear nothing more, of a call that cannot be used as an attempt: its task was closed meanwhile, its agent is unknown, its status
 * is not mapped. What the customer said counts all the same, once a call. A task outside the scope of whoever imports says nothing of anybody.
 */
export const keepRefusal = async (
  { store, command, pack, options, scope }: Importing,
  result: CallResult,
  callId: string,
  at: Date | undefined,
): Promise<void> => {
  const outcome = pack.outcomes.get(outcomeOf(pack, result.status, options.mapping ?? {}) ?? '')
  const isRefusal = outcome?.refusal === 'withdraw' || neverAgain.includes(result.status.trim().toLowerCase())
  if (!isRefusal || !isTaskId(result.vendor_lead_code)) return
  const task = await findTask(store, scope, Number(result.vendor_lead_code))
  if (task === undefined) return
  const { now } = command
  const { customer_id: customerId } = task
  const said = at !== undefined && at < now ? at : now
  await runOnce(
    store,
    { ...command, key: `dialler-refusal|${callId}` },
    { name: 'keepRefusal', input: {} },
    async (tx) => {
      await holdCustomer(tx, customerId)
      await withdrawAll(tx, command, pack, { customerId, at: said, proof: { call: callId } })
      return { kind: 'done' }
    },
  )
}
