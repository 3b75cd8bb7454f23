import {
  type Expression,
  type Form,
  type NameTypes,
  type Outcome,
  type Pack,
  type Play,
  parseExpression,
  standardWork,
} from '@tend/pack'
import type { Db, Store } from '@tend/store'
import type { Actor, Role } from '../src/access/roles.ts'
import type { At, Command } from '../src/command.ts'
import { importOrganisation, type StaffRow } from '../src/party/organisation.ts'
import { publishCustomers } from '../src/party/publish-customers.ts'
import type { PlannedTask } from '../src/play/conflict.ts'
import { createTasks } from '../src/task/create.ts'

/** A small bank: head office over two districts, the east one with a branch below. */
export const timeZone = 'Asia/Shanghai'
/** A Monday morning, ten o'clock on the local clock. */
export const monday = new Date('2026-11-02T02:00:00Z')
export const at = (now: Date = monday): At => ({ now, timeZone })
export const hoursLater = (hours: number): Date => new Date(monday.getTime() + hours * 3_600_000)

const person = (staffId: string, role: Role, unitId: string): StaffRow => ({
  staff_id: staffId,
  name: `Name of ${staffId}`,
  role,
  unit_id: unitId,
})

export const people = [
  person('olga', 'owner', 'east-1'),
  person('otto', 'owner', 'east-1'),
  person('wes', 'owner', 'west'),
  person('ana', 'agent', 'east-1'),
  person('abe', 'agent', 'east'),
  person('wim', 'agent', 'west'),
  person('sue', 'supervisor', 'east'),
  person('zoe', 'supervisor', 'root'),
] as const

export const actorOf = (staffId: string): Actor => {
  const found = people.find((one) => one.staff_id === staffId)
  if (!found) throw new Error(`nobody is called ${staffId}`)
  return { userId: `user-${staffId}`, staffId, name: found.name, role: found.role, unitId: found.unit_id }
}

let keys = 0
export const command = (staffId: string, now: Date = monday, key = `key-${++keys}`): Command => ({
  actor: actorOf(staffId),
  now,
  timeZone,
  key,
})

export const buildBank = (store: Store): Promise<unknown> =>
  store.transaction((tx) =>
    importOrganisation(tx, {
      units: [
        { unit_id: 'east', parent_id: null, name: 'East', kind: 'branch' },
        { unit_id: 'east-1', parent_id: 'east', name: 'East one', kind: 'sub_branch' },
        { unit_id: 'west', parent_id: null, name: 'West', kind: 'branch' },
      ],
      staff: people,
    }),
  )

export type CustomerSpec = {
  readonly id: string
  readonly unit?: string
  readonly owner?: string | null
  readonly name?: string
  /** Addresses by column of the customer fact, and what else `customerColumns` tells. */
  readonly contactPoints?: Readonly<Record<string, string | null>>
}

export const publish = (store: Store, customers: readonly CustomerSpec[]): ReturnType<typeof publishCustomers> =>
  store.transaction((tx) => publishIn(tx, customers))

export const publishIn = (tx: Db, customers: readonly CustomerSpec[]): ReturnType<typeof publishCustomers> =>
  publishCustomers(tx, { csv: rowsOf(customers), asOf: '2026-10-31', packHash: 'hash', now: monday })

async function* rowsOf(customers: readonly CustomerSpec[]): AsyncIterable<string> {
  for (const { id, unit = 'east-1', owner = 'olga', name = `Customer ${id}`, contactPoints = {} } of customers) {
    const points = JSON.stringify(contactPoints).replaceAll('"', '""')
    yield `${id},${name},138000000${id.length},110101199001011234,${unit},${owner ?? ''},"{""tier"": ""A""}","${points}"\n`
  }
}

export const plan = (customerId: string, changes: Partial<PlannedTask> = {}): PlannedTask => {
  const play = changes.play ?? 'call_back'
  return {
    customerId,
    unitId: 'east-1',
    ownerId: 'olga',
    play,
    purpose: 'relationship',
    contactLabel: play,
    module: 'whole_base',
    skill: null,
    channel: 'phone',
    dedupeKey: `${play}|${customerId}`,
    dueOn: '2026-11-02',
    notBeforeOn: '2026-11-02',
    valueMinor: 1_000_000,
    urgency: 0.5,
    chance: 1,
    effortMinutes: 10,
    serviceValue: 0.5,
    factors: null,
    priority: 5000,
    momentPriority: 50,
    assign: 'owner',
    maxAttempts: 3,
    themeId: null,
    jointOf: null,
    reasons: [
      {
        play,
        moment: 'outflow',
        moment_id: `${play}|${customerId}`,
        key: '',
        fired_on: '2026-10-31',
        due_on: null,
        window_days: 30,
        values: { amount: 1_000_000 },
      },
    ],
    conflict: { merged: [], deferredBehind: null },
    ...changes,
  }
}

/** In a transaction of its own where there is none. */
export const create = (
  db: Db | Store,
  plans: readonly PlannedTask[],
  now: Date = monday,
): ReturnType<typeof createTasks> =>
  'transaction' in db
    ? db.transaction((tx) => create(tx, plans, now))
    : createTasks(db, plans, { pack, runId: 'run', seed: '7', now, timeZone })

/** Plans one task of a customer and answers its id. */
export const createOne = async (
  store: Store,
  customerId: string,
  changes: Partial<PlannedTask> = {},
): Promise<number> => {
  await create(store, [plan(customerId, changes)])
  const [row] = await store.query<{ task_id: number }>(
    'select task_id from task where customer_id = $1 order by task_id desc limit 1',
    [customerId],
  )
  if (!row) throw new Error(`no task was made for ${customerId}`)
  return row.task_id
}

const label = { zh: '', en: '' }
const position = { file: 'test.yaml', line: 1, column: 1 }
const outcome = (id: string, result: Outcome['result']): [string, Outcome] => [id, { id, label, position, result }]

/** CEL over the given names, as the pack's loader reads it. */
export const formula = (text: string, names: NameTypes, type: Expression['type'] = 'number'): Expression => {
  const { expression, issues } = parseExpression(text, names, { position, path: '' }, type)
  if (expression === undefined) throw new Error(`${text}: ${JSON.stringify(issues)}`)
  return expression
}

export const testPlay = (id: string, changes: Partial<Play> = {}): Play => ({
  id,
  label,
  position,
  on: ['outflow'],
  for: {},
  purpose: 'relationship',
  actions: [{ kind: 'task' }],
  module: 'whole_base',
  contactLabel: id,
  channel: 'phone',
  assign: 'owner',
  dueDays: 0,
  maxAttempts: 3,
  retryWorkingDays: 1,
  effortMinutes: 10,
  chance: formula('0.5', new Map()),
  method: 'communication',
  rhythm: 'irregular',
  script: label,
  checklist: [],
  outcomes: ['done', 'refused', 'no_answer', 'appointment'],
  ...changes,
})

const byId = <Definition extends { readonly id: string }>(...all: Definition[]): ReadonlyMap<string, Definition> =>
  new Map(all.map((one) => [one.id, one]))

/** Permits what nobody has refused; marketing needs consent. No caps, no quiet hours. */
export const pack: Pack = {
  id: 'world',
  label,
  version: '1',
  folders: [],
  timeZone,
  currency: { code: 'CNY', decimals: 2 },
  protectedAttributes: [],
  hash: 'hash',
  facts: new Map(),
  indicators: new Map(),
  schemes: new Map(),
  moments: new Map(),
  outcomes: new Map([
    outcome('done', 'success'),
    outcome('refused', 'failure'),
    outcome('no_answer', 'retry'),
    outcome('appointment', 'appointment'),
    outcome('elsewhere', 'success'),
  ]),
  plays: byId(testPlay('call_back'), testPlay('birthday')),
  forms: new Map(),
  models: new Map(),
  guards: new Map(),
  purposes: byId(
    { id: 'relationship', label, position, basis: 'objection', afterLeaving: false },
    { id: 'service', label, position, basis: 'contract', afterLeaving: false },
    {
      id: 'marketing',
      label,
      position,
      basis: 'consent',
      afterLeaving: false,
      consentText: label,
      consentVersion: '1',
    },
  ),
  channels: byId(
    {
      id: 'phone',
      label,
      position,
      by: 'person',
      address: 'phone',
      needsTrust: false,
      isQuiet: false,
      isInPerson: false,
    },
    { id: 'visit', label, position, by: 'person', needsTrust: false, isQuiet: false, isInPerson: true },
    {
      id: 'sms',
      label,
      position,
      by: 'message',
      address: 'phone',
      needsTrust: false,
      isQuiet: false,
      isInPerson: false,
    },
  ),
  policies: new Map(),
  messages: new Map(),
  templates: new Map(),
  modules: new Map(),
  benefits: new Map(),
  cases: new Map(),
  objections: new Map(),
  trainings: new Map(),
  bulletins: new Map(),
  work: standardWork(),
}

/** Ten hard fields that weigh 20 %, ten soft ones that weigh 80 % (S16). */
export const profile: Form = {
  id: 'profile',
  label,
  position,
  purpose: label,
  groups: [
    { id: 'hard', label, weight: 0.2 },
    { id: 'soft', label, weight: 0.8 },
  ],
  fields: ['hard', 'soft'].flatMap((group) =>
    Array.from({ length: 10 }, (_, index) => ({
      id: `${group}_${index}`,
      label,
      type: 'text' as const,
      stage: group === 'hard' && index < 2 ? (1 as const) : group === 'hard' && index < 4 ? (2 as const) : (3 as const),
      group,
      required: false,
    })),
  ),
}
