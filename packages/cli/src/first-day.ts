import type { buildServer } from '@tend/api'
import type { Subscriptions, Theme } from '@tend/contract'
import { addDays, today } from './dates.ts'
import type { SignIn } from './sample-world.ts'
import type { World } from './worlds.ts'

type Server = Awaited<ReturnType<typeof buildServer>>
type Ask = <Answer>(method: 'GET' | 'POST', url: string, body?: object) => Promise<Answer>
type Day = {
  readonly server: Server
  readonly signIns: readonly SignIn[]
  readonly world: World
  readonly now: Date
  readonly timeZone: string
}

const themeDays = 30
const subscribersMax = 40

/**
 * What a sample's people have begun before anybody looks: a round of service calls in the pools, visits of the leaders to the foremost customers,
 * subscribers, and a bulletin that waits for its second pair of eyes. All of it is asked of the server as its people would.
 */
export const prepareFirstDay = async (day: Day): Promise<void> => {
  const planner = await signIn(day, 'planner')
  const owner = await signIn(day, 'owner')
  if (!planner || !owner) return
  await startThemes(planner, day)
  await subscribe(owner)
  await planner('POST', '/v1/bulletins', { ...bulletin, idempotencyKey: 'first-day-bulletin' })
}

const startThemes = async (ask: Ask, { world, now, timeZone }: Day): Promise<void> => {
  const startsOn = today(now, timeZone)
  const endsOn = addDays(startsOn, themeDays)
  const themes = [
    { play: 'satisfaction_survey', name: '年末服务回访', goal: '听取主要客户对服务的意见', condition: world.foremost },
    {
      play: 'leader_visit',
      name: '负责人年末走访',
      goal: '走访最重要的客户，当面致谢、听取意见',
      condition: world.top,
    },
  ]
  for (const theme of themes) {
    const idempotencyKey = `first-day-${theme.play}`
    let { themeId, state } = await ask<Theme>('POST', '/v1/themes', { ...theme, startsOn, endsOn, idempotencyKey })
    while (state === 'building') {
      await new Promise((resolve) => setTimeout(resolve, 100))
      ;({ themeId, state } = await ask<Theme>('GET', `/v1/themes/${themeId}`))
    }
  }
}

/** Customers of the owner who take a bulletin each, by text message. */
const subscribe = async (ask: Ask): Promise<void> => {
  const { items } = await ask<{ items: readonly { customerId: string }[] }>(
    'GET',
    `/v1/customers?limit=${subscribersMax}`,
  )
  for (const [index, { customerId }] of items.entries()) {
    const url = `/v1/customers/${customerId}/subscriptions`
    const offered = await ask<Subscriptions>('GET', url)
    const category = offered.items[index % offered.items.length]?.category
    const isReachable = offered.channels.some(({ id, hasAddress }) => id === 'sms' && hasAddress)
    if (category === undefined || !isReachable || !offered.may.set) continue
    await ask('POST', url, {
      categories: [category],
      channel: 'sms',
      textVersion: offered.consentVersion ?? '',
      how: 'form',
      idempotencyKey: `first-day-${customerId}`,
    })
  }
}

const bulletin = {
  category: 'macro_economy',
  zh: {
    title: '本月宏观数据一览',
    body: '统计部门本月公布了物价、工业与消费数据，要点与全文见机构公众号“数据一览”栏目，欢迎向您的服务人员索取摘要。',
  },
}

/** Asks as the person of the role; undefined where the sample has none. */
const signIn = async ({ server, signIns }: Day, role: SignIn['role']): Promise<Ask | undefined> => {
  const person = signIns.find((each) => each.role === role)
  if (!person) return undefined
  const { username, password } = person
  const answer = await server.inject({ method: 'POST', url: '/api/auth/sign-in', payload: { username, password } })
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  return async (method, url, body) => {
    const reply = await server.inject({ method, url, headers: { cookie }, ...(body && { payload: body }) })
    if (reply.statusCode >= 400) throw new Error(`The sample's first day failed at ${method} ${url}: ${reply.body}`)
    return reply.json()
  }
}
