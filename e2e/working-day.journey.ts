import { expect, type Page, test } from '@playwright/test'
import { openAs } from './bank.ts'

const tasks = (page: Page) => page.getByRole('list', { name: '任务列表' }).getByRole('listitem')
const counted = async (page: Page, name: string): Promise<number> => {
  const text = await page
    .getByRole('button', { name: new RegExp(`${name}`) })
    .first()
    .textContent()
  return Number(/\d+/.exec(text ?? '')?.[0])
}

test('a customer manager works the dearest tasks by keyboard, without a page change', async ({ browser }) => {
  const page = await openAs(browser, 'owner')
  await expect(page).toHaveURL(/workbench/)
  await expect(tasks(page).nth(3)).toBeVisible()
  await expect(tasks(page).first()).toContainText(/[\u4e00-\u9fa5].*[\d.]+/)
  const done = await counted(page, '已处理')
  for (let worked = 1; worked <= 3; worked++) {
    const panel = page.getByRole('form', { name: '登记联系结果' })
    await expect(panel).toBeVisible()
    const customer = (await page.getByRole('heading', { level: 2 }).textContent()) ?? ''
    const noAnswer = panel.getByRole('button', { name: /无人接听/ })
    await page.keyboard.press((await noAnswer.locator('.key').textContent()) ?? '')
    await expect(noAnswer).toHaveAttribute('aria-pressed', 'true')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 2 })).not.toHaveText(customer)
    await expect(page.getByText('已登记').first()).toBeVisible()
  }
  expect(await counted(page, '已处理')).toBe(done)
})

test('what was reached and done leaves the list, counts as handled and stands in the timeline', async ({ browser }) => {
  const page = await openAs(browser, 'owner')
  const panel = page.getByRole('form', { name: '登记联系结果' })
  await expect(panel).toBeVisible()
  const done = await counted(page, '已处理')
  const customer = await page.getByRole('link', { name: '客户全景' }).getAttribute('href')
  await panel.getByRole('button', { name: /已联系并达成/ }).click()
  await panel.getByRole('button', { name: '登记结果' }).click()
  await expect(page.getByText('请约定下次联系时间，或填写不再约定的原因')).toBeVisible()
  await panel.getByRole('button', { name: '目的已达成' }).click()
  await page.getByLabel('备注').fill('客户同意到期转存')
  await panel.getByRole('button', { name: '登记结果' }).click()
  await expect.poll(() => counted(page, '已处理')).toBe(done + 1)
  await page.goto(new URL(customer ?? '', page.url()).href)
  await expect(page.getByText('客户同意到期转存').first()).toBeVisible()
})

test('an agent claims the next call of the pool and no other agent gets it', async ({ browser }) => {
  const page = await openAs(browser, 'agent')
  const claim = page.getByRole('button', { name: /领取/ }).first()
  await claim.click()
  await expect(page.getByRole('form', { name: '登记联系结果' })).toBeVisible()
  await expect(tasks(page)).toHaveCount(1)
  await page.reload()
  await expect(tasks(page)).toHaveCount(1)
})

test('a supervisor sees the pools and gives tasks to a person after a preview', async ({ browser }) => {
  const page = await openAs(browser, 'supervisor')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '任务管理' }).click()
  await expect(page.getByText('总任务池').first()).toBeVisible()
  await page.getByRole('tab', { name: '分配任务' }).click()
  await page.getByRole('checkbox').nth(1).check()
  await page.getByRole('checkbox').nth(2).check()
  await page.getByRole('button', { name: /分配所选 2 条/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox').click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: '确认分配' }).click()
  await expect(page.getByText(/已分配 2 条任务/)).toBeVisible()
})
