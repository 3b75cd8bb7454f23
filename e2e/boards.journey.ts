import { expect, type Page, test } from '@playwright/test'
import { address, openAs } from './bank.ts'

const goTo = async (page: Page, entry: string): Promise<void> => {
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: entry }).click()
}

/** Opens a list that may be searched, types, and takes what is found first. */
const choose = async (page: Page, field: string, text: string): Promise<void> => {
  await page.getByRole('combobox', { name: field }).fill(text)
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click()
}

test('a supervisor shares out what a filter finds, sees the load before, and calls it back with a reason', async ({
  browser,
}) => {
  const page = await openAs(browser, 'supervisor')
  await goTo(page, '任务管理')
  await page.getByRole('tab', { name: '分配任务' }).click()
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await page.getByRole('button', { name: '按筛选分配' }).click()
  const assigning = page.getByRole('dialog')
  await assigning.getByRole('radio', { name: '全部任务' }).check()
  await assigning.getByRole('spinbutton', { name: /最多条数/ }).fill('3')
  await assigning.getByRole('combobox', { name: '分配给' }).click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click()
  await page.keyboard.press('Escape')
  await expect(assigning.getByText('共 3 条')).toBeVisible()
  const person = (await assigning.getByRole('rowheader').first().textContent()) ?? ''
  await assigning.getByRole('button', { name: '确认分配' }).click()
  await expect(page.getByText('已分配 3 条任务')).toBeVisible()

  await page.getByRole('tab', { name: '人员' }).click()
  await page.getByRole('button', { name: person }).click()
  await page.getByRole('button', { name: '查看待办队列' }).click()
  await expect(page).toHaveURL(/assignee=/)
  await page.getByRole('button', { name: '按筛选收回' }).click()
  const recalling = page.getByRole('dialog')
  await expect(recalling.getByRole('rowheader', { name: person })).toBeVisible()
  await recalling.getByLabel('理由').fill('重新安排本周工作')
  await recalling.getByRole('button', { name: '确认收回' }).click()
  await expect(page.getByText(/已收回 \d+ 条任务/)).toBeVisible()
})

test('a message is followed from the board to what permits it', async ({ browser }) => {
  const page = await openAs(browser, 'supervisor')
  await goTo(page, '消息与规则')
  await page.getByRole('row').nth(1).getByRole('link').first().click()
  await expect(page).toHaveURL(/\/messages\/./)
  await expect(page.getByRole('region', { name: '为什么发' })).toContainText(/。/)
  await expect(page.getByRole('region', { name: '凭什么可以发' })).toContainText(
    /须经客户同意|客户未拒绝即可|履行合同所必需/,
  )
  await expect(page.getByRole('article', { name: '客户所见' })).toBeVisible()
  await page.getByRole('link', { name: '联系规则' }).click()
  await expect(page.getByText('位客户可以联系')).toBeVisible()
})

test('a theme is previewed, started and followed', async ({ browser }) => {
  const page = await openAs(browser, 'supervisor')
  await page.goto(`${address()}/themes/new`)
  await page.getByLabel('专题名称').fill('年末巡访')
  await page.getByLabel('目标').fill('年底前把客户都联系一遍')
  const start = page.getByRole('button', { name: '启动专题' })
  await choose(page, '策略', '巡回拜访')
  await expect(start).toBeDisabled()
  await page.getByRole('button', { name: '预览' }).click()
  await expect(page.getByRole('region', { name: '预览结果' })).toContainText('未纳入的原因')
  await start.click()
  await expect(page.getByRole('heading', { name: '年末巡访' })).toBeVisible()
  await expect(page.getByText('进行中')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('tab', { name: /未纳入/ }).click()
  await expect(page.getByRole('row').nth(1)).toBeVisible()
})
