import { claimNext, importOrganisation, type UnitRow } from '@tend/care'
import { openStore, type Store } from '@tend/store'
import { bankPack } from '../bank.ts'
import { load } from '../child.ts'
import { type WorkBank, workDay } from '../work-bank.ts'

const tasksOfUnit = (unit: number): string => `U${String(unit).padStart(3, '0')}`

/** Branches below ten regions, in each a supervisor's region, agents and managers in turn. */
const fillOrganisation = async (store: Store, { units, agents }: WorkBank): Promise<void> => {
  const regions: UnitRow[] = Array.from({ length: 10 }, (_, index) => ({
    unit_id: `R${index}`,
    parent_id: null,
    name: `Region ${index}`,
    kind: 'branch',
  }))
  const branches: UnitRow[] = Array.from({ length: units }, (_, index) => ({
    unit_id: tasksOfUnit(index),
    parent_id: `R${index % 10}`,
    name: `Branch ${index}`,
    kind: 'sub_branch',
  }))
  const person = (role: 'agent' | 'owner', index: number) => ({
    staff_id: `${role}-${index}`,
    name: `Person ${index}`,
    role,
    unit_id: tasksOfUnit(index % units),
  })
  const staff = Array.from({ length: agents }, (_, index) => [person('agent', index), person('owner', index)]).flat()
  await store.transaction((tx) => importOrganisation(tx, { units: [...regions, ...branches], staff }))
}

/** A customer a task, by plain SQL: how they come about is another load's business. */
const fillTasks = async (store: Store, { units, tasks }: WorkBank): Promise<void> => {
  await store.execute(
    `insert into customer (customer_id, name, phone, unit_id, as_of, pack_hash, card)
     select 'C' || n, 'Customer ' || n, (13800000000 + n)::text, 'U' || lpad((n % $2)::text, 3, '0'), '2026-10-31', 'bench', '{"asset_tier": "gold"}'
     from generate_series(1, $1) as n`,
    [tasks, units],
  )
  await store.execute(
    `insert into task (customer_id, unit_id, play, contact_label, channel, assign, dedupe_key, max_attempts, value, urgency, priority, purpose, module,
       chance, effort_minutes, service_value, reasons, conflict, due_at, not_before, shuffle, created_at)
     select 'C' || n, 'U' || lpad((n % $2)::text, 3, '0'), (array['outflow_call', 'maturity_call', 'birthday_call'])[1 + n % 3],
       (array['outflow', 'maturity', 'birthday'])[1 + n / $2 % 3], 'phone', 'pool', 'bench|' || n, 3, n * 100, 0.5, hash % 1000000, 'service',
       (array['new_customer', 'mid_high', 'whole_base', 'theme', 'reminder'])[1 + n / $2 % 5], 0.4, 15, 0.3, $3, '{"merged": [], "deferredBehind": null}',
       $4::timestamptz + (n % 14 - 7) * interval '1 day', $4, hash, $4
     from generate_series(1, $1) as n cross join lateral (select abs(hashint8(n)::bigint) as hash) as shuffled`,
    [
      tasks,
      units,
      JSON.stringify([
        {
          play: 'outflow_call',
          moment: 'large_outflow',
          moment_id: 'bench',
          key: '',
          fired_on: '2026-10-31',
          due_on: null,
          window_days: 0,
          values: { amount: 1_000_000 },
        },
      ]),
      workDay,
    ],
  )
}

/** Puts a million tasks into the pools of an institution of fifty branches, once; later runs put back what was taken. */
await load(async (bank: WorkBank): Promise<{ readonly waiting: number }> => {
  const store = await openStore({ home: bank.home })
  try {
    const [found] = await store.query<{ tasks: number }>('select count(*) as tasks from task')
    if ((found?.tasks ?? 0) < bank.tasks) {
      await fillOrganisation(store, bank)
      await fillTasks(store, bank)
    } else {
      await store.execute('delete from contact')
      await store.execute('delete from command')
      await store.execute(
        `update task set assignee_id = null, closed_at = null, closed_by = null, outcome = null, pool = 'total', attempts = 0, not_before = $1, time_band = null
         where assignee_id is not null or closed_at is not null or attempts > 0`,
        [workDay],
      )
    }
    await store.execute('vacuum analyze task, customer, contact, command')
    // A claim and its undoing: what is read for the first time is read from the disk, which is not what is measured.
    const actor = { userId: 'warm', staffId: 'agent-0', name: 'Warm', role: 'agent', unitId: tasksOfUnit(0) } as const
    const command = { actor, key: `warm-${bank.run}`, now: new Date(workDay), timeZone: 'Asia/Shanghai' }
    await claimNext(store, command, bankPack())
    const [waiting] = await store.query<{ waiting: number }>(
      'select count(*) as waiting from task where closed_at is null and assignee_id is null',
    )
    return { waiting: waiting?.waiting ?? 0 }
  } finally {
    await store.close()
  }
})
