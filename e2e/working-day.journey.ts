import { type Browser, expect, type Page, test } from '@playwright/test'
import { address, ask, openAs, staffIdOf } from './bank.ts'

const tasks = (page: Page) => page.getByRole('list', { name: '任务列表' }).getByRole('listitem')
const panel = (page: Page) => page.getByRole('form', { name: '登记联系结果' })
const heading = (page: Page) => page.getByRole('heading', { level: 2 })
const counted = async (page: Page, name: string): Promise<number> => {
  const counts = page.getByRole('group', { name: '任务计数' })
  return Number(/\d+/.exec((await counts.getByRole('button', { name: new RegExp(name) }).textContent()) ?? '')?.[0])
}

/** Presses the digit that stands on a button of the panel. */
const pressDigitOf = async (page: Page, name: RegExp): Promise<void> => {
  const key = panel(page).getByRole('button', { name }).locator('.key')
  await page.keyboard.press((await key.textContent()) ?? '')
}

/** Milliseconds from the key to the next customer on the screen, as the browser painted it. */
const timeToNext = async (page: Page, key: string): Promise<number> => {
  const before = (await heading(page).textContent()) ?? ''
  await page.evaluate((name) => {
    const watched = window as unknown as { shown: Promise<number> }
    watched.shown = new Promise((resolve) => {
      window.addEventListener(
        'keydown',
        () => {
          const pressed = performance.now()
          const look = (): void => {
            const now = document.querySelector('h2')?.textContent ?? ''
            if (now !== '' && now !== name) resolve(performance.now() - pressed)
            else requestAnimationFrame(look)
          }
          requestAnimationFrame(look)
        },
        { once: true, capture: true },
      )
    })
  }, before)
  await page.keyboard.press(key)
  return page.evaluate(() => (window as unknown as { shown: Promise<number> }).shown)
}

const dayAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

/** Work of the journeys' own, whatever the sample's day brings: a round of calls in the pools, of which the owner is given some. */
const bringWork = async (browser: Browser): Promise<void> => {
  const planner = await openAs(browser, 'planner')
  const { themeId } = await ask<{ themeId: string }>(planner, '/v1/themes', {
    name: '满意度调查',
    play: 'satisfaction_survey',
    startsOn: dayAhead(0),
    endsOn: dayAhead(60),
    goal: '了解客户满意度',
    idempotencyKey: crypto.randomUUID(),
  })
  await expect
    .poll(async () => (await ask<{ state: string }>(planner, `/v1/themes/${themeId}`)).state, { timeout: 60_000 })
    .toBe('running')
  await planner.context().close()
  const supervisor = await openAs(browser, 'supervisor')
  const { assignments } = await ask<{ assignments: readonly unknown[] }>(supervisor, '/v1/tasks/assign', {
    take: { label: 'common-survey-round', count: 3 },
    staffIds: [staffIdOf('owner')],
    idempotencyKey: crypto.randomUUID(),
  })
  expect(assignments).toHaveLength(3)
  await supervisor.context().close()
}

/** The owner's part of it: each of the journeys below takes one, of which nothing else is made. */
const openGiven = (page: Page): Promise<unknown> => page.goto(`${address()}/workbench?label=common-survey-round`)

test.beforeAll(({ browser }) => bringWork(browser))

test('an agent works ten customers by keyboard only, the next one shown at each key', async ({ browser }) => {
  const page = await openAs(browser, 'agent')
  const read = new Set<string>()
  page.on('response', (answer) => {
    const task = /\/v1\/tasks\/\d+$/.exec(answer.url())?.[0]
    if (task) read.add(task)
  })
  await page.keyboard.press('g')
  await expect(panel(page)).toBeVisible()
  const done = await counted(page, '已处理')
  const times: number[] = []
  for (let worked = 1; worked <= 10; worked++) {
    await expect(panel(page)).toBeVisible()
    // A call lasts longer than the next customer takes to be claimed and read.
    await expect.poll(() => read.size).toBeGreaterThan(worked)
    if (worked % 3 === 0) {
      await page.keyboard.press('n')
      await page.keyboard.type('客户正在开会')
      await page.keyboard.press('Escape')
    }
    if (worked % 4 === 0) {
      await page.keyboard.press('a')
      await pressDigitOf(page, /明天上午/)
    } else await pressDigitOf(page, worked % 2 === 0 ? /已联系并达成/ : /无人接听/)
    times.push(await timeToNext(page, 'Enter'))
  }
  const sorted = times.toSorted((a, b) => a - b)
  console.log(`next customer shown after ${sorted.map(Math.round).join(', ')} ms`)
  await expect.poll(() => counted(page, '已处理')).toBeGreaterThan(done)
})

/** The instant at which the page draws the stop. */
const stopSeenAt = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const watch = new MutationObserver(() => {
          if (!document.querySelector('.stop')) return
          watch.disconnect()
          resolve(Date.now())
        })
        watch.observe(document.body, { childList: true, subtree: true })
      }),
  )

test('a consent withdrawn elsewhere stops the call while the page is open', async ({ browser }) => {
  const page = await openAs(browser, 'owner')
  await openGiven(page)
  await expect(panel(page)).toBeVisible()
  const customer = (await page.getByRole('link', { name: '客户全景' }).getAttribute('href')) ?? ''
  const elsewhere = await page.context().newPage()
  await elsewhere.goto(`${address()}${customer}?tab=consent`)
  await elsewhere.getByRole('button', { name: '客户要求不再联系' }).click()
  const stopped = stopSeenAt(page)
  const asked = elsewhere
    .waitForRequest((request) => /consents$/.test(request.url()) && request.method() === 'POST')
    .then(() => Date.now())
  await elsewhere.getByRole('button', { name: '登记并停止' }).click()
  console.log(`stop shown ${(await stopped) - (await asked)} ms after the withdrawal was sent`)
  await expect(page.getByRole('alert').filter({ hasText: '停止联系' })).toBeVisible()
  await expect(page.getByRole('link', { name: /拨打/ })).toHaveCount(0)
  await expect(page.getByRole('heading', { name: '话术' })).toHaveCount(0)
})

test('a browser closed in the midst of a call loses nothing, nor does one that has lost its network', async ({
  browser,
}) => {
  const page = await openAs(browser, 'owner')
  await openGiven(page)
  await expect(panel(page)).toBeVisible()
  await pressDigitOf(page, /已联系并达成/)
  await page.getByLabel('备注').fill('客户同意到期转存，下周带身份证来')
  const customer = (await heading(page).textContent()) ?? ''
  await page.close()
  const again = await page.context().newPage()
  await openGiven(again)
  await expect(heading(again)).toHaveText(customer)
  await expect(again.getByLabel('备注')).toHaveValue('客户同意到期转存，下周带身份证来')
  await expect(panel(again).getByRole('button', { name: /已联系并达成/ })).toHaveAttribute('aria-pressed', 'true')
  await again.route('**/v1/tasks/*/outcome', (route) => route.abort())
  await expect(tasks(again)).not.toHaveCount(0)
  const before = await tasks(again).count()
  await again.keyboard.press('Enter')
  await expect(again.getByText(/结果尚未送达/)).toBeVisible()
  // Whether another task follows or the day is done, this one is off the list.
  await expect(tasks(again)).not.toHaveCount(before)
  await again.unroute('**/v1/tasks/*/outcome')
  await again.getByRole('button', { name: /重\s*试/ }).click()
  await expect(again.getByText(/结果尚未送达/)).toHaveCount(0)
  await expect.poll(() => counted(again, '已处理')).toBeGreaterThan(0)
})

test('a manager on a visit: list, customer, outcome, and a record that saves itself, at the width of a phone', async ({
  browser,
}) => {
  const page = await openAs(browser, 'owner', { width: 390, height: 844 })
  await openGiven(page)
  await tasks(page).first().getByRole('button').first().click()
  const name = (await heading(page).textContent()) ?? ''
  const customer = (await page.getByRole('link', { name: '客户全景' }).getAttribute('href')) ?? ''
  await page.getByRole('button', { name: '登记联系结果' }).click()
  await panel(page)
    .getByRole('button', { name: /约定再联系/ })
    .click()
  await panel(page).getByRole('button', { name: '后天上午' }).click()
  const saved = page.waitForResponse(/\/v1\/tasks\/\d+\/outcome$/)
  await page.getByRole('button', { name: /保存，下一位/ }).click()
  await expect(panel(page)).not.toBeVisible()
  expect((await saved).ok()).toBe(true)
  await page.goto(`${address()}${customer}?tab=visits`)
  await page.getByRole('button', { name: '开始记录' }).click()
  await page.getByRole('menuitem', { name: '外出拜访' }).click()
  await page.getByLabel('想达成什么').fill('确认到期产品转存')
  await expect(page.getByText('已自动保存')).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('想达成什么')).toHaveValue('确认到期产品转存')
  await page.goto(`${address()}/appointments`)
  await page.getByRole('button', { name: '下一段' }).click()
  await page.getByRole('button', { name: '下一段' }).click()
  await expect(page.getByRole('list', { name: '预约' }).getByText(name)).toBeVisible()
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(beyond).toBeLessThanOrEqual(0)
})

test('a customer rates the manager behind a link on the phone, once; an appointment is cancelled with its reason', async ({
  browser,
}) => {
  const phone = { width: 390, height: 844 }
  const owner = await openAs(browser, 'owner', phone)
  const { items } = await ask<{ items: readonly { customerId: string; name: string }[] }>(
    owner,
    '/v1/customers?limit=1',
  )
  const [customer] = items
  if (!customer) throw new Error('The owner has no customer.')
  const supervisor = await openAs(browser, 'supervisor', phone)
  await supervisor.goto(`${address()}/customers/${customer.customerId}?tab=care`)
  await supervisor.getByRole('button', { name: '生成评价链接' }).click()
  const link = (await supervisor.getByText(/\/v1\/rate\//).textContent()) ?? ''
  const guest = await (await browser.newContext({ viewport: phone })).newPage()
  await guest.goto(link)
  await guest.getByLabel('满意', { exact: true }).check()
  await guest.getByRole('textbox').fill('讲解很细心')
  await guest.getByRole('button', { name: '提交' }).click()
  await expect(guest.getByRole('status')).toContainText('谢谢')
  await guest.goto(link)
  await expect(guest.getByRole('alert')).toContainText('已使用过')
  expect(JSON.stringify(await ask(supervisor, '/v1/ratings'))).toContain('讲解很细心')

  const day = dayAhead(5)
  await ask(owner, '/v1/appointments', {
    customerId: customer.customerId,
    at: `${day}T02:00:00Z`,
    channel: 'branch',
    purpose: 'service',
    minutes: 30,
    note: '来网点签约',
    idempotencyKey: crypto.randomUUID(),
  })
  await owner.goto(`${address()}/appointments?day=${day}`)
  const agreed = owner.getByRole('listitem').filter({ hasText: '来网点签约' })
  await agreed.getByRole('button', { name: '取消预约' }).click()
  await owner.getByLabel('理由').fill('客户临时出差')
  await owner.getByRole('dialog').getByRole('button', { name: '取消预约' }).click()
  await expect(agreed).toHaveCount(0)
  const timeline = JSON.stringify(await ask(owner, `/v1/customers/${customer.customerId}/timeline`))
  expect(timeline).toContain('客户临时出差')
  expect(timeline).not.toContain('讲解很细心')
})

test('a supervisor sees the pools and gives tasks to a person after a preview', async ({ browser }) => {
  const page = await openAs(browser, 'supervisor')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '任务管理' }).click()
  await expect(page.getByText('总任务池').first()).toBeVisible()
  await page.getByRole('tab', { name: '分配任务' }).click()
  await page.getByRole('row').nth(1).getByRole('checkbox').check()
  await page.getByRole('row').nth(2).getByRole('checkbox').check()
  await page.getByRole('button', { name: /分配所选 2 条/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox').click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: '确认分配' }).click()
  await expect(page.getByText(/已分配 2 条任务/)).toBeVisible()
})
