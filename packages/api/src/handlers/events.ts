import { getCustomers, instantFacts, judgeEvent, type StateRow } from '@tend/analysis'
import {
  type ArrivedEvent,
  addDays,
  columnsOfPlays,
  isHeldUp,
  listOverrides,
  localDay,
  maskText,
  overrideLevel,
  receiveEvents,
} from '@tend/care'
import type { EventResult, eventRoutes, RouteRequest } from '@tend/contract'
import { type CheckedRows, checkRows, LakeError } from '@tend/lake'
import type { Fact, Scheme } from '@tend/pack'
import { type Api, type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { type CustomerCall, requireCustomer, requireSnapshot } from '../find-customer.ts'
import { required } from '../outcome.ts'
import { isAmong } from '../present/among.ts'

type Sent = RouteRequest<'sendEvents'>['body']['events'][number]
type Checked = { readonly sent: Sent; readonly result: Refused | Good }
type Refused = {
  readonly kind: 'refused'
  readonly issue: NonNullable<EventResult['issue']>
  readonly ignored: string[]
}
type Good = {
  readonly kind: 'good'
  readonly fact: Fact
  readonly values: Readonly<Record<string, string | number | boolean | null>>
  readonly ignored: string[]
}

export const eventHandlers: Handlers<keyof typeof eventRoutes> = {
  sendEvents: async ({ api, person, body, signal, at }) => {
    const keys = new Set(body.events.map(({ key }) => key))
    if (keys.size < body.events.length) throw new ApiFailure('idempotency-conflict')
    const checked = (await checkEvents(api, body.events)).map((each) =>
      refuseAhead(each, localDay(at.now, at.timeZone)),
    )
    const rows = await wideRows(api, signal, checked)
    const columns = columnsOfPlays(api.pack)
    const arrived = checked.flatMap(({ sent, result }): readonly ArrivedEvent[] => {
      if (result.kind === 'refused') return []
      const { fact, values } = result
      const customerId = String(values[fact.customer ?? ''])
      const row = rows.get(customerId)
      return [
        {
          key: sent.key,
          fact: fact.id,
          customerId,
          date: String(values[fact.date ?? '']),
          row: sent.row,
          occurrences: judgeEvent(api.pack, fact.id, values, row),
          customer: Object.fromEntries(columns.map((name) => [name, row?.[name] ?? null])),
        },
      ]
    })
    const kept = await receiveEvents(api.store, person.actor, api.pack, at, arrived).catch((error: unknown) => {
      if (isHeldUp(error)) throw new ApiFailure('run-in-progress')
      throw error
    })
    const byKey = new Map(kept.map((one) => [one.key, one]))
    return { items: checked.map(({ sent, result }) => presentResult(sent, result, byKey.get(sent.key))) }
  },

  listLevelOverrides: async (call) => {
    return presentOverrides(call)
  },

  overrideLevel: async (call) => {
    const { api, person, params, body, lang } = call
    const { idempotencyKey, ...given } = body
    const { row, asOf } = await requireCustomer(call)
    const input = { ...given, customerId: params.customerId }
    const isClassed = (scheme: Scheme): boolean => isAmong(api.pack, scheme, row, asOf)
    const command = commandOf(call, idempotencyKey)
    const done = await overrideLevel(api.store, command, await person.scope(), api.pack, input, isClassed)
    if (done.kind === 'refused' && done.code === 'not_classed')
      throw new ApiFailure('not-classed', { detail: api.pack.schemes.get(body.scheme)?.label[lang] ?? body.scheme })
    required(done)
    return presentOverrides(call)
  },
}

/** Each event by the rules of a delivery of its fact, fact by fact, in the order they were sent. */
async function checkEvents(api: Api, events: readonly Sent[]): Promise<readonly Checked[]> {
  const results = new Map<Sent, Checked['result']>()
  for (const [factId, sent] of Map.groupBy(events, ({ fact }) => fact)) {
    const fact = requireEventFact(api, factId)
    // A row that lacks a required column altogether is refused as a file would be, but alone.
    for (const group of Map.groupBy(sent, ({ row }) => Object.keys(row).sort().join('\n')).values()) {
      const outcome = await checkGroup(api, fact, group)
      group.forEach((event, place) => {
        results.set(event, outcome(place))
      })
    }
  }
  return events.map((sent) => ({ sent, result: results.get(sent) as Checked['result'] }))
}

/** What happens is reported when it has happened; a day is left for clocks and time zones. A moment of a far day would stand open until then. */
function refuseAhead({ sent, result }: Checked, today: string): Checked {
  if (result.kind === 'refused') return { sent, result }
  const { fact, values, ignored } = result
  const column = fact.date ?? ''
  if (String(values[column]) <= addDays(today, 1)) return { sent, result }
  const message = {
    zh: '日期在将来：事件发生之后再送入。',
    en: 'The date lies ahead: send an event once it has happened.',
  }
  return { sent, result: { kind: 'refused', issue: { column, reason: 'date-ahead', message }, ignored } }
}

async function checkGroup(api: Api, fact: Fact, group: readonly Sent[]): Promise<(place: number) => Checked['result']> {
  try {
    const rows = group.map(({ row }) => row)
    const checked = await checkRows(api.lake, api.duck, { pack: api.pack, fact: fact.id, rows, folder: api.uploads })
    return (place) => resultOf(fact, checked, place)
  } catch (error) {
    if (!(error instanceof LakeError)) throw error
    const issue = { column: '', reason: error.code, message: error.text }
    return () => ({ kind: 'refused', issue, ignored: [] })
  }
}

function resultOf(fact: Fact, checked: CheckedRows, place: number): Checked['result'] {
  const values = checked.good.get(place)
  const ignored = [...checked.ignored]
  if (values !== undefined) return { kind: 'good', fact, values, ignored }
  const issue = checked.refused.get(place)
  if (issue === undefined) throw new Error(`row ${place} of ${fact.id} was neither taken nor refused`)
  return { kind: 'refused', issue, ignored }
}

/** Rows of a customer with a day and a key, delivered row by row: others a single event cannot stand for. */
function requireEventFact(api: Api, id: string): Fact {
  const fact = api.pack.facts.get(id)
  if (fact === undefined) throw new ApiFailure('unknown-definition', { detail: id })
  const isOurs = id === 'contact' || id === 'level_override'
  if (isOurs || fact.customer === undefined || fact.date === undefined || fact.key.length === 0) {
    throw new ApiFailure('invalid-value', { detail: id })
  }
  if (fact.delivery !== 'rows') throw new ApiFailure('invalid-value', { detail: id })
  return fact
}

/** Wide rows of the customers whose events some instant moment waits for; none before the first night. */
async function wideRows(
  api: Api,
  signal: AbortSignal,
  checked: readonly Checked[],
): Promise<ReadonlyMap<string, StateRow>> {
  const judged = instantFacts(api.pack)
  const customers = checked.flatMap(({ result }) =>
    result.kind === 'good' && judged.has(result.fact.id) ? [String(result.values[result.fact.customer ?? ''])] : [],
  )
  if (customers.length === 0 || (await api.state.currentRun())?.state_folder == null) return new Map()
  return api.state.read(signal, (state) => getCustomers(state, [...new Set(customers)]))
}

function presentResult(
  { key }: Sent,
  result: Checked['result'],
  kept: Awaited<ReturnType<typeof receiveEvents>>[number] | undefined,
): EventResult {
  const { ignored } = result
  if (result.kind === 'refused') return { key, status: 'refused', issue: result.issue, moments: [], ignored }
  if (kept?.kind === 'key_reused') {
    const message = {
      zh: '此编号已用于另一事件，请换新编号。',
      en: 'This key was used for another event. Send it under a fresh one.',
    }
    return { key, status: 'refused', issue: { column: '', reason: 'key-reused', message }, moments: [], ignored }
  }
  return {
    key,
    status: kept?.kind === 'repeat' ? 'repeat' : 'kept',
    issue: null,
    moments: [...(kept?.moments ?? [])],
    ignored,
  }
}

/** Reasons are masked like notes: a person may have written the customer's name or number into one. */
async function presentOverrides(call: CustomerCall & Pick<Call, 'at'>) {
  const customer = await requireSnapshot(call)
  const { api, person, at } = call
  const overrides = await listOverrides(api.store, customer.customer_id, localDay(at.now, at.timeZone))
  return {
    items: overrides.map(({ scheme, level, valid_from, until, reason, decided_by }) => ({
      scheme,
      level,
      from: valid_from,
      until,
      reason: maskText(person.actor.role, reason, customer),
      decidedBy: decided_by,
    })),
  }
}
