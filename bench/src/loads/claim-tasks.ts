import { createTasks, type PlannedTask } from '@tend/care'
import { openHouse } from '@tend/jobs'
import { endDate } from '../bank.ts'
import { load } from '../child.ts'

type Person = { readonly customer_id: string; readonly unit_id: string }

const plan = ({ customer_id, unit_id }: Person): PlannedTask => ({
  customerId: customer_id,
  unitId: unit_id,
  ownerId: null,
  play: 'bench',
  purpose: 'service',
  contactLabel: 'bench',
  module: null,
  skill: null,
  channel: 'phone',
  dedupeKey: `bench|${customer_id}`,
  dueOn: endDate,
  notBeforeOn: endDate,
  valueMinor: 100_000,
  urgency: 0.5,
  chance: 1,
  effortMinutes: 10,
  serviceValue: 0.5,
  factors: null,
  priority: 500,
  momentPriority: 50,
  assign: 'pool',
  maxAttempts: 3,
  themeId: null,
  jointOf: null,
  reasons: [
    {
      play: 'bench',
      moment: 'bench',
      moment_id: customer_id,
      key: '',
      fired_on: endDate,
      due_on: null,
      window_days: 0,
      values: {},
    },
  ],
  conflict: { merged: [], deferredBehind: null },
})

/** Puts one task for each of many customers into the pools, for claims to take. */
await load(async ({ home, tasks }: { readonly home: string; readonly tasks: number }): Promise<{ waiting: number }> => {
  const { store, pack } = await openHouse({ TEND_HOME: home }, { pack: 'bank-retail' })
  try {
    // The load of themes leaves two hundred thousand; to delete each would look for its followers among all.
    await store.transaction(async (tx) => {
      await tx.execute("set local session_replication_role = 'replica'")
      await tx.execute('truncate task, task_reason cascade')
    })
    const customers = await store.query<Person>(
      'select customer_id, unit_id from customer order by customer_id limit $1',
      [tasks],
    )
    const context = {
      runId: 'bench',
      pack,
      seed: endDate,
      now: new Date(`${endDate}T00:00:00Z`),
      timeZone: pack.timeZone,
    }
    const { created } = await store.transaction((tx) => createTasks(tx, customers.map(plan), context))
    if (created === 0) throw new Error('No task could be put into a pool.')
    await store.execute('analyze task')
    return { waiting: created }
  } finally {
    await store.close()
  }
})
