import type { Role } from '@tend/care'
import { can } from '@tend/care'
import { type Permission, type Route, type RouteName, routeNames, routes } from '@tend/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ask, makeWorld, type World } from './world.ts'

/** What a case may point at: a customer and a task, one's own or somebody else's. */
type Target = { readonly customerId: string; readonly taskId: string }
type Case = { readonly params?: Record<string, string>; readonly query?: string; readonly body?: unknown }

let keys = 0
const key = () => {
  keys += 1
  return `every-route-${keys}`
}

/** Total: a route without a case does not compile, and the first test below counts them again. */
const cases: Readonly<Record<RouteName, (target: Target, world: World) => Case>> = {
  getHealth: () => ({}),
  signIn: () => ({ body: { username: 'nobody', password: 'nothing' } }),
  signOut: () => ({}),
  getMe: () => ({}),
  updateMe: () => ({ body: { language: 'zh' } }),
  changePassword: () => ({ body: { currentPassword: 'not this one', newPassword: 'another one' } }),
  getCatalogue: () => ({}),
  listTasks: () => ({ query: '?scope=all&limit=200' }),
  countTasks: () => ({}),
  claimTasks: () => ({ body: { count: 1, idempotencyKey: key() } }),
  assignTasks: ({ taskId }, { people }) => ({
    body: { taskIds: [taskId], staffIds: [people.owner.staff_id], idempotencyKey: key() },
  }),
  getTask: ({ taskId }) => ({ params: { taskId } }),
  recordOutcome: ({ taskId }) => ({
    params: { taskId },
    body: { outcome: 'no_answer', note: 'rang out', idempotencyKey: key() },
  }),
  getStrategy: () => ({}),
  customerPlays: ({ customerId }) => ({ params: { customerId } }),
  previewTheme: () => ({ body: { play: 'none', startsOn: '2026-11-02', endsOn: '2026-11-30' } }),
  startTheme: () => ({
    body: {
      name: 'autumn',
      play: 'none',
      startsOn: '2026-11-02',
      endsOn: '2026-11-30',
      goal: 'calls',
      idempotencyKey: key(),
    },
  }),
  listThemes: () => ({}),
  getTheme: () => ({ params: { themeId: '0' } }),
  listThemeLeftOut: () => ({ params: { themeId: '0' } }),
  stopTheme: () => ({ params: { themeId: '0' }, body: { reason: 'over', idempotencyKey: key() } }),
  releaseTask: ({ taskId }) => ({ params: { taskId }, body: { idempotencyKey: key() } }),
  listModules: () => ({ query: '?scope=all' }),
  recallTasks: ({ taskId }) => ({ body: { taskIds: [taskId], reason: 'fell ill', idempotencyKey: key() } }),
  tickTask: ({ taskId }) => ({ params: { taskId, index: '0' }, body: { isDone: true } }),
  listColleagues: ({ taskId }) => ({ params: { taskId } }),
  handOverTask: ({ taskId }, { people }) => ({
    params: { taskId },
    body: { toStaffId: people.supervisor.staff_id, reason: 'too big for me', idempotencyKey: key() },
  }),
  listAppointments: () => ({ query: '?from=2026-10-01&to=2026-12-01&scope=all' }),
  createAppointment: ({ customerId }) => ({
    body: { customerId, at: '2026-11-05T02:00:00Z', channel: 'phone', idempotencyKey: key() },
  }),
  moveAppointment: ({ taskId }) => ({
    params: { taskId },
    body: { at: '2026-11-06T02:00:00Z', reason: 'the customer asked', idempotencyKey: key() },
  }),
  cancelAppointment: ({ taskId }) => ({ params: { taskId }, body: { reason: 'ill', idempotencyKey: key() } }),
  getCalendarFeed: () => ({}),
  createCalendarFeed: () => ({}),
  revokeCalendarFeed: () => ({}),
  readCalendarFeed: () => ({ params: { token: '0'.repeat(48) } }),
  listAbsences: () => ({}),
  listSubstitutes: (_target, { people }) => ({
    query: `?staff=${people.owner.staff_id}&from=2026-11-03&to=2026-11-04`,
  }),
  addAbsence: () => ({
    body: { fromDay: '2026-12-01', toDay: '2026-12-02', substituteId: null, reason: 'leave', idempotencyKey: key() },
  }),
  endAbsence: () => ({ params: { absenceId: '1' }, body: { idempotencyKey: key() } }),
  listAbsenceTasks: () => ({ params: { absenceId: '1' } }),
  moveAbsenceTasks: () => ({
    params: { absenceId: '1' },
    body: { direction: 'out', preview: true, idempotencyKey: key() },
  }),
  listCustomers: () => ({ query: '?limit=200' }),
  countCustomers: () => ({}),
  getCustomer: ({ customerId }) => ({ params: { customerId } }),
  explainClass: ({ customerId }) => ({ params: { customerId, scheme: 'asset_tier' } }),
  getSeries: ({ customerId }) => ({ params: { customerId } }),
  listMoments: ({ customerId }) => ({ params: { customerId } }),
  listTimeline: ({ customerId }) => ({ params: { customerId } }),
  listCustomerTasks: ({ customerId }) => ({ params: { customerId } }),
  saveForm: ({ customerId }) => ({
    params: { customerId, form: 'profile' },
    body: { answers: {}, purposeShown: true, idempotencyKey: key() },
  }),
  recordContact: ({ customerId }) => ({
    params: { customerId },
    body: { channel: 'phone', outcome: 'no_answer', idempotencyKey: key() },
  }),
  revealField: ({ customerId }) => ({ params: { customerId }, body: { field: 'id_number', reason: 'checks a form' } }),
  handOver: ({ customerId }, { people }) => ({
    params: { customerId },
    body: { ownerId: people.owner.staff_id, reason: 'the owner left', idempotencyKey: key() },
  }),
  addHelper: ({ customerId }, { people }) => ({
    params: { customerId },
    body: { staffId: people.leader.staff_id, reason: 'a big deal', idempotencyKey: key() },
  }),
  removeHelper: ({ customerId }, { people }) => ({
    params: { customerId, staffId: people.leader.staff_id },
    body: { reason: 'the deal is done', idempotencyKey: key() },
  }),
  sendEvents: ({ customerId }) => ({
    body: { events: [{ key: key(), fact: 'mention', row: { customer_id: customerId } }] },
  }),
  listLevelOverrides: ({ customerId }) => ({ params: { customerId } }),
  overrideLevel: ({ customerId }) => ({
    params: { customerId },
    body: { scheme: 'value_customer', level: null, until: '2027-01-31', reason: 'agreed', idempotencyKey: key() },
  }),
  listPools: () => ({}),
  listPeople: () => ({}),
  listPlans: () => ({}),
  getPerson: (_target, { people }) => ({ params: { staffId: people.owner.staff_id } }),
  updatePerson: (_target, { people }) => ({
    params: { staffId: people.owner.staff_id },
    body: { skills: ['futures'], minutesPerDay: null, idempotencyKey: key() },
  }),
  listOverdue: () => ({ query: '?stage=remind&limit=200' }),
  listHeldTasks: () => ({ query: '?limit=200' }),
  listResults: () => ({ query: '?from=2026-10-01&to=2026-11-30' }),
  listCapacity: () => ({}),
  listLeftOut: (_target, { people }) => ({
    params: { staffId: people.owner.staff_id },
    query: '?week=2026-11-02&limit=200',
  }),
  countLevels: () => ({ query: '?scheme=asset_tier' }),
  listImports: () => ({}),
  startImport: () => ({}),
  listQuarantine: () => ({ params: { importId: 'none' } }),
  exportQuarantine: () => ({ params: { importId: 'none' } }),
  listRuns: () => ({}),
  startRun: () => ({ body: { asOf: '2026-11-01' } }),
  getRun: () => ({ params: { runId: 'first' } }),
  listRunLeftOut: () => ({ params: { runId: 'first' } }),
  getStudioPack: () => ({ query: `?version=${studio.version}` }),
  checkCondition: () => ({ query: `?text=${encodeURIComponent('total_assets > 1000')}` }),
  countByCondition: () => ({ query: `?condition=${encodeURIComponent('total_assets > 1000')}` }),
  listVersions: () => ({}),
  getVersion: () => ({ params: { version: studio.version } }),
  createDraft: () => ({ body: { title: 'a try', idempotencyKey: key() } }),
  putDefinition: () => ({
    params: { version: studio.version, kind: 'schemes', definitionId: 'abcd' },
    body: { yaml: 'abcd: {}' },
  }),
  removeDefinition: () => ({ params: { version: studio.version, kind: 'schemes', definitionId: 'abcd' } }),
  rebaseDraft: () => ({ params: { version: studio.version }, body: { idempotencyKey: key() } }),
  submitVersion: () => ({ params: { version: studio.version }, body: { idempotencyKey: key() } }),
  withdrawVersion: () => ({ params: { version: '999' }, body: { idempotencyKey: key() } }),
  approveVersion: () => ({
    params: { version: studio.version },
    body: { hash: '0'.repeat(64), idempotencyKey: key() },
  }),
  rejectVersion: () => ({ params: { version: '999' }, body: { reason: 'not this way', idempotencyKey: key() } }),
  rollBack: () => ({ params: { version: '0' }, body: { reason: 'as before', idempotencyKey: key() } }),
  startSimulation: () => ({ params: { version: studio.version }, body: { idempotencyKey: key() } }),
  getSimulation: () => ({ params: { jobId: studio.simulation } }),
  startBacktest: () => ({
    body: {
      subject: { kind: 'moment', id: 'large_outflow' },
      from: '2026-09',
      to: '2026-09',
      idempotencyKey: key(),
    },
  }),
  getBacktest: () => ({ params: { jobId: studio.backtest } }),
  listNearLine: () => ({ query: '?scheme=asset_tier&direction=up&limit=200' }),
  countNearLine: () => ({ query: '?scheme=asset_tier' }),
  listLevels: ({ customerId }) => ({ params: { customerId } }),
  explainClassOn: ({ customerId }) => ({ params: { customerId, scheme: 'asset_tier', date: '2026-10-31' } }),
  listModels: () => ({}),
  nameSegment: () => ({
    params: { modelId: 'usage', segmentId: 's1' },
    body: { name: { zh: '夜猫子', en: 'Night owls' }, hash: '0'.repeat(64), idempotencyKey: key() },
  }),
  listScores: ({ customerId }) => ({ params: { customerId } }),
  getDraft: ({ taskId }) => ({ params: { taskId } }),
  saveDraft: ({ taskId }) => ({ params: { taskId }, body: { draft: { note: 'half a sent' } } }),
  listVisits: ({ customerId }) => ({ params: { customerId } }),
  beginVisit: ({ customerId }) => ({ params: { customerId }, body: { channel: 'visit', idempotencyKey: key() } }),
  saveVisit: ({ customerId }) => ({
    params: { customerId, visitId: '999999' },
    body: { revision: 1, notes: 'was in a hurry' },
  }),
  closeVisit: ({ customerId }) => ({ params: { customerId, visitId: '999999' }, body: { idempotencyKey: key() } }),
  getContactEffect: ({ customerId }) => ({ params: { customerId, contactId: ofCustomer(customerId).contactId } }),
  listAttachments: ({ customerId }) => ({ params: { customerId } }),
  addAttachment: ({ customerId }) => ({ params: { customerId } }),
  getAttachment: ({ customerId }) => ({ params: { customerId, attachmentId: ofCustomer(customerId).attachmentId } }),
  removeAttachment: ({ customerId }) => ({
    params: { customerId, attachmentId: '999999' },
    body: { reason: 'of another', idempotencyKey: key() },
  }),
  rateManager: ({ customerId }) => ({ params: { customerId }, body: { score: 4, idempotencyKey: key() } }),
  createRatingLink: ({ customerId }) => ({ params: { customerId }, body: { idempotencyKey: key() } }),
  showRating: () => ({ params: { token: dialler.token } }),
  answerRating: () => ({ params: { token: 'a'.repeat(43) }, body: { score: '5' } }),
  listRatings: () => ({ query: '?limit=200' }),
  countRatings: () => ({}),
  listCases: () => ({ query: '?state=all&limit=200' }),
  countCases: () => ({ query: '?scope=all' }),
  getCase: ({ customerId }) => ({ params: { caseId: ofCustomer(customerId).caseId } }),
  openCase: ({ customerId }) => ({
    params: { customerId },
    body: { kind: 'lead', text: 'her brother sells his shop', idempotencyKey: key() },
  }),
  stepCase: ({ customerId }) => ({
    params: { caseId: ofCustomer(customerId).caseId },
    body: { action: 'note', text: 'asked again', idempotencyKey: key() },
  }),
  listGrants: () => ({ query: '?limit=200' }),
  listCustomerGrants: ({ customerId }) => ({ params: { customerId } }),
  offerBenefit: ({ customerId }) => ({
    params: { customerId },
    body: { benefit: 'greeting_card', idempotencyKey: key() },
  }),
  settleGrant: ({ customerId }) => ({
    params: { grantId: ofCustomer(customerId).grantId },
    body: { action: 'refuse', reason: 'is away', idempotencyKey: key() },
  }),
  listGiftRegister: () => ({ query: '?year=2026&limit=200' }),
  listDiallerLists: () => ({}),
  createDiallerList: () => ({ body: { count: 5, idempotencyKey: key() } }),
  getDiallerList: () => ({ params: { listId: dialler.listId } }),
  listDiallerLeads: () => ({ params: { listId: dialler.listId } }),
  exportDiallerLeads: () => ({ params: { listId: dialler.listId } }),
  importCallResults: ({ taskId }) => ({
    body: {
      rows: [
        { call_id: key(), vendor_lead_code: taskId, status: 'NA', user: 'nobody', call_date: '2026-11-02 09:30:00' },
      ],
    },
  }),
  importCallResultFile: () => ({}),
  listRefusedCalls: () => ({}),
  getDiallerImport: () => ({ params: { importId: 'none' } }),
  listStoppedLeads: () => ({ query: '?since=2026-11-01T00:00:00Z' }),
  getConsents: ({ customerId }) => ({ params: { customerId } }),
  recordConsent: ({ customerId }) => ({
    params: { customerId },
    body: { purpose: 'marketing', state: 'given', textVersion: '2026-11', how: 'phone', idempotencyKey: key() },
  }),
  mayContact: ({ customerId }) => ({ params: { customerId } }),
  watchStops: () => ({ query: '?seconds=0' }),
  showRefusal: () => ({ params: { token: 'none' } }),
  refuse: () => ({ params: { token: 'none' } }),
  getPolicy: () => ({}),
  getPolicyBoard: () => ({ query: '?purpose=marketing&channel=phone&scheme=asset_tier' }),
  listPolicyCustomers: () => ({ query: '?purpose=marketing&channel=phone&group=reachable&limit=200' }),
  listHolidays: () => ({}),
  saveHolidays: () => ({
    params: { year: '2027' },
    body: { text: '2027-01-01 元旦', preview: true, idempotencyKey: key() },
  }),
  getCalendar: () => ({ query: '?month=2026-11' }),
  listBirthdays: () => ({ query: '?limit=200' }),
  listMessages: () => ({ query: '?limit=200' }),
  countMessages: () => ({}),
  getMessage: ({ customerId }) => ({ params: { messageId: ofCustomer(customerId).messageId } }),
  listTemplates: () => ({}),
  previewMessage: ({ customerId }) => ({ params: { customerId }, body: { template: 'birthday_wish' } }),
  sendMessage: ({ customerId }) => ({
    params: { customerId },
    body: { template: 'birthday_wish', idempotencyKey: key() },
  }),
  cancelMessage: ({ customerId }) => ({
    params: { messageId: ofCustomer(customerId).messageId },
    body: { reason: 'a wrong name', idempotencyKey: key() },
  }),
  resendMessage: ({ customerId }) => ({
    params: { messageId: ofCustomer(customerId).messageId },
    body: { idempotencyKey: key() },
  }),
  settleMessage: ({ customerId }) => ({
    params: { messageId: ofCustomer(customerId).messageId },
    body: { as: 'delivered', reason: 'was asked', idempotencyKey: key() },
  }),
  answerMessage: ({ customerId }) => ({
    params: { messageId: ofCustomer(customerId).messageId },
    body: { text: 'R' },
  }),
  printLetters: () => ({ body: { count: 5, idempotencyKey: key() } }),
  listLetterBatches: () => ({}),
  getLetterBatch: () => ({ params: { batch: 'none' } }),
  receiveReceipt: () => ({
    params: { channel: 'sms' },
    body: { receiptId: key(), providerId: 'p1', state: 'delivered' },
  }),
  listAudit: () => ({ query: '?limit=200' }),
  verifyAudit: () => ({}),
  listUsers: () => ({}),
  createUser: () => ({ body: { username: 'xiaowang', password: 'long enough', staffId: 'S00001' } }),
  updateUser: () => ({ params: { userId: 'nobody' }, body: { isActive: true } }),
  listBulletins: () => ({}),
  writeBulletin: () => ({
    body: { category: 'macro_economy', zh: { title: '降准', body: '央行降准。' }, idempotencyKey: key() },
  }),
  decideBulletin: () => ({ params: { bulletinId: '1' }, body: { decision: 'approve', idempotencyKey: key() } }),
  listTrainings: () => ({}),
  listLearners: () => ({ query: '?limit=200' }),
  recordTraining: () => ({
    params: { training: 'sincerity' },
    body: { learnedOn: '2026-10-01', idempotencyKey: key() },
  }),
  listObjections: () => ({}),
  getSubscriptions: ({ customerId }) => ({ params: { customerId } }),
  setSubscriptions: ({ customerId }) => ({
    params: { customerId },
    body: {
      categories: ['research'],
      channel: 'sms',
      textVersion: '2026-11',
      how: 'phone',
      idempotencyKey: key(),
    },
  }),
}

let world: World
/** What every customer has one of: a contact, a file, a case, a benefit that was offered and a message. */
type Kept = {
  readonly customer_id: string
  readonly contactId: string
  readonly attachmentId: string
  readonly caseId: string
  readonly grantId: string
  readonly messageId: string
}
const kept = new Map<string, Kept>()
const ofCustomer = (customerId: string): Omit<Kept, 'customer_id'> =>
  kept.get(customerId) ?? {
    contactId: '999999',
    attachmentId: '999999',
    caseId: '999999',
    grantId: '999999',
    messageId: '999999',
  }
/** A list for a dialler and a link for a rating, made by the supervisor. */
const dialler = { listId: '', token: 'a'.repeat(43) }
/** A draft with its simulation, and a backtest, made by the planner before anybody asks. */
const studio = { version: '', simulation: '', backtest: '' }
/** Raw personal values by customer. */
let secrets: readonly { customer_id: string; name: string; phone: string | null; id_number: string | null }[]

beforeAll(async () => {
  world = await makeWorld()
  secrets = await world.store.query('select customer_id, name, phone, id_number from customer')
  await fillStudio()
  await fillRecord()
})
afterAll(() => world?.close())

async function fillStudio(): Promise<void> {
  const ask = await world.signIn('planner')
  const draft = await ask('POST', '/v1/studio/versions', { title: 'gold is dearer', idempotencyKey: key() })
  studio.version = String(draft.json().version)
  const text = world.studio.texts(world.studio.pack()).find(({ id }) => id === 'asset_tier')?.yaml ?? ''
  await ask('PUT', `/v1/studio/versions/${studio.version}/definitions/schemes/asset_tier`, {
    yaml: text.replaceAll('200000', '250000').replaceAll('50000 ', '90000 '),
  })
  const simulated = await ask('POST', `/v1/studio/versions/${studio.version}/simulations`, { idempotencyKey: key() })
  studio.simulation = simulated.json().jobId
  await world.jobsDone()
  const tested = await ask('POST', '/v1/studio/backtests', cases.startBacktest(noTarget, world).body)
  studio.backtest = tested.json().jobId
  await world.jobsDone()
}

async function fillRecord(): Promise<void> {
  const at = world.clock.now
  const found = await world.store.query<Kept>(
    `with contacts as (
       insert into contact (customer_id, at, user_id, channel, direction, outcome, result, note)
       select customer_id, $1, 'somebody', 'phone', 'inbound', 'reached_done', 'success', 'called by ' || coalesce(phone, '') from customer
       returning customer_id, contact_id
     ), files as (
       insert into attachment (customer_id, subject_kind, file_name, content_type, size_bytes, sha256, content, added_by, added_at)
       select customer_id, 'customer', coalesce(phone, '') || '.txt', 'text/plain', 1, 'x', 'x'::bytea, 'somebody', $1 from customer
       returning customer_id, attachment_id
     ), cases as (
       insert into care_case (customer_id, unit_id, kind, text, source, route, needs_answer, received_at, due_on, opened_by)
       select customer_id, unit_id, 'lead', 'call ' || coalesce(phone, ''), 'desk', 'owner', false, $1, '2026-11-02', 'somebody' from customer
       returning customer_id, case_id
     ), grants as (
       insert into benefit_grant (customer_id, unit_id, benefit, cost, year, needs_approval, offered_at, offered_by, expires_on)
       select customer_id, unit_id, 'gift', 100, 2026, false, $1, 'somebody', '2026-12-31' from customer
       returning customer_id, grant_id
     ), messages as (
       insert into message (customer_id, unit_id, channel, purpose, kind, template, language, address, body, sender_name, state, reason, not_before,
         next_attempt_at, idempotency_key, dedupe_key, pack_hash, created_at, created_by)
       select customer_id, unit_id, 'sms', 'relationship', 'greeting', 'birthday_wish', 'zh', phone, name || '您好 ' || coalesce(phone, ''), 'x', 'dead',
         'no-such-number', $1, $1, customer_id, customer_id, 'hash', $1, 'system' from customer
       returning customer_id, message_id
     )
     select customer_id, contact_id::text as "contactId", attachment_id::text as "attachmentId", case_id::text as "caseId", grant_id::text as "grantId", message_id::text as "messageId"
     from contacts join files using (customer_id) join cases using (customer_id) join grants using (customer_id) join messages using (customer_id)`,
    [at],
  )
  for (const each of found) kept.set(each.customer_id, each)
  const ask = await world.signIn('supervisor')
  dialler.listId = (await ask('POST', '/v1/dialler/lists', { count: 5, idempotencyKey: key() })).json().listId
  const permitted = await permittedCustomers('supervisor')
  const [rated] = await world.store.query<{ customer_id: string }>(
    'select customer_id from customer where customer_id = any($1) and owner_id is not null order by 1 limit 1',
    [[...permitted]],
  )
  const link = await ask('POST', `/v1/customers/${rated?.customer_id}/rating-links`, { idempotencyKey: key() })
  dialler.token = String(link.json().path).replace('/v1/rate/', '')
}

const noTarget: Target = { customerId: '', taskId: '' }

test('every route of the contract has a case', () => {
  expect(Object.keys(cases).sort()).toEqual([...routeNames].sort())
})

test('whoever is not signed in gets nothing but health and sign-in', async () => {
  for (const name of routeNames) {
    const answer = await send(world.signedOut, name, { customerId: 'C00000001', taskId: '1' })
    const isOpen = routes[name].permission === 'open'
    expect(isOpen ? answer.statusCode !== 403 : answer.statusCode === 401, `${name}: ${answer.statusCode}`).toBe(true)
  }
})

// The agent goes first: later people's work empties the pool that it claims from. Whoever moves customers goes last.
const order: readonly Role[] = [
  'agent',
  'owner',
  'front_desk',
  'planner',
  'finance',
  'verifier',
  'admin',
  'leader',
  'supervisor',
]
const reading = routeNames.filter((name) => routes[name].method === 'GET')
const changing = routeNames.filter(
  (name) => routes[name].method !== 'GET' && name !== 'signOut' && !(routes[name] as Route).multipart,
)

describe.each(order)('as %s', (role) => {
  let ask: Ask
  let own: Target
  let foreign: Target | undefined

  beforeAll(async () => {
    ask = await world.signIn(role)
    if (role === 'agent') await send(ask, 'claimTasks', { customerId: '', taskId: '' })
    const permitted = await permittedCustomers(role)
    own = await targetAmong(permitted, true)
    foreign = permitted.size === secrets.length ? undefined : await targetAmong(permitted, false)
  })

  test('the case is worth driving: there is something to see, and something not to', async () => {
    const permitted = await permittedCustomers(role)
    if (role !== 'admin') expect(permitted.size).toBeGreaterThan(0)
    if (!['planner', 'finance', 'verifier'].includes(role)) expect(foreign).toBeDefined()
  })

  test.each([...reading, ...changing])('%s keeps to permission, scope and masks', async (name) => {
    const before = await permittedCustomers(role)
    for (const target of [own, foreign]) {
      if (target === undefined) continue
      const answer = await send(ask, name, target)
      const permitted = new Set([...before, ...(await permittedCustomers(role))])
      const { permission } = routes[name]
      const isAllowed = permission === 'open' || permission === 'signed_in' || can({ role }, permission as Permission)
      expect(answer.statusCode, answer.body).toBeLessThan(500)
      if (!isAllowed) expect(answer.statusCode).toBe(403)
      else if (target === foreign && namesSubject(name, role)) expect(answer.statusCode, answer.body).toBe(404)
      else if (reading.includes(name) && !mayBeUnknown.has(name)) expect(answer.statusCode, answer.body).toBe(200)
      expectNoLeak(role, name, answer.body, permitted)
    }
  })
})

/** Routes about something that not everybody who may ask can see: of an import, a colleague, an absence, an address that was told to one person. */
const mayBeUnknown: ReadonlySet<RouteName> = new Set([
  'getTheme',
  'listThemeLeftOut',
  'listQuarantine',
  'exportQuarantine',
  'getPerson',
  'getDiallerImport',
  'listSubstitutes',
  'listAbsenceTasks',
  'readCalendarFeed',
  'getLetterBatch',
  'showRefusal',
])

/** An administrator reaches every message, and reads of none whom it went to or what it says. */
const namesSubject = (name: RouteName, role: Role): boolean =>
  /:customerId|:taskId|:caseId|:grantId/.test(routes[name].path) ||
  (routes[name].path.includes(':messageId') && role !== 'admin')

function send(ask: Ask, name: RouteName, target: Target) {
  const route: Route = routes[name]
  const { params = {}, query = '', body } = cases[name](target, world)
  const path = route.path.replace(/:(\w+)/g, (_place, each: string) => params[each] ?? '')
  return ask(route.method, path + query, body)
}

/** Written anew from the table of roles in ARCHITECTURE, so that the scope function is not judged by itself. */
async function permittedCustomers(role: Role): Promise<ReadonlySet<string>> {
  const { staff_id, unit_id } = world.people[role]
  const ids = async (sql: string, params: readonly unknown[] = []) =>
    new Set((await world.store.query<{ customer_id: string }>(sql, params)).map(({ customer_id }) => customer_id))
  const worked =
    'select customer_id from task where assignee_id = $1 or closed_by = $1 union select customer_id from contact where staff_id = $1'
  switch (role) {
    case 'owner':
      return ids(`select customer_id from customer where owner_id = $1 union ${worked}`, [staff_id])
    case 'agent':
      return ids(worked, [staff_id])
    case 'supervisor':
    case 'leader':
      return ids('select customer_id from customer join org_unit using (unit_id) where $1 = any(path)', [unit_id])
    case 'front_desk':
      return ids('select customer_id from customer where unit_id = $1', [unit_id])
    case 'planner':
    case 'finance':
    case 'verifier':
      return ids('select customer_id from customer')
    case 'admin':
      return new Set()
  }
}

async function targetAmong(permitted: ReadonlySet<string>, isMember: boolean): Promise<Target> {
  const rows = await world.store.query<{ customer_id: string; task_id: number | null }>(
    `select customer_id, min(task_id) as task_id from customer left join task using (customer_id)
     where (customer_id = any($1)) = $2 group by 1 order by task_id nulls last, customer_id limit 1`,
    [[...permitted], isMember],
  )
  return { customerId: rows[0]?.customer_id ?? 'C00000001', taskId: String(rows[0]?.task_id ?? 1) }
}

const seesPhone: readonly Role[] = ['owner', 'agent']
/** A dialler cannot call stars: its lists hold numbers in clear, within the scope. */
const dials: readonly RouteName[] = ['listDiallerLeads', 'exportDiallerLeads']
const seesName: readonly Role[] = ['owner', 'agent', 'supervisor', 'leader', 'front_desk']

function expectNoLeak(role: Role, name: RouteName, body: string, permitted: ReadonlySet<string>): void {
  // Who recommended a customer is an attribute of that customer, by number only.
  const text = body.replace(/"referrer_id":"[^"]*"/g, '"referrer_id":null')
  // The log of who looked at whom names customers by number; that is what it is for.
  if (name !== 'listAudit') {
    const foreignIds = [...new Set(text.match(/C\d{8}/g))].filter((id) => !permitted.has(id))
    expect(foreignIds, `${name} shows foreign customers`).toEqual([])
  }
  for (const { customer_id, phone, id_number } of secrets) {
    const mayPhone = (seesPhone.includes(role) || dials.includes(name)) && permitted.has(customer_id)
    if (phone !== null && !mayPhone)
      expect(text.includes(phone), `${name} shows the phone of ${customer_id}`).toBe(false)
    if (id_number !== null && name !== 'revealField') {
      expect(text.includes(id_number), `${name} shows the ID number of ${customer_id}`).toBe(false)
    }
  }
  if (seesName.includes(role) || !text.startsWith('{')) return
  for (const shown of namesOfCustomers(JSON.parse(text)))
    expect(shown === null || shown.includes('*'), `${name}: ${shown}`).toBe(true)
}

/** The `name` of every object that is about a customer. */
function namesOfCustomers(value: unknown): (string | null)[] {
  if (typeof value !== 'object' || value === null) return []
  const inner = Object.values(value).flatMap(namesOfCustomers)
  return 'customerId' in value && 'name' in value ? [value.name as string | null, ...inner] : inner
}
