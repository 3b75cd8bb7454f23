import { expect, type Page, test } from '@playwright/test'
import { address, ask, openAs } from './bank.ts'

type Counts = {
  readonly asOf: string
  readonly items: readonly { level: string | null; unit: unknown; customers: number }[]
}

const valueCustomers = async (page: Page): Promise<{ asOf: string; customers: number }> => {
  const { asOf, items } = await ask<Counts>(page, '/v1/boards/levels?scheme=value_customer')
  return { asOf, customers: items.find(({ level, unit }) => level === 'value' && unit === null)?.customers ?? 0 }
}

const runNight = async (page: Page, asOf: string): Promise<void> => {
  const { runId } = await ask<{ runId: string }>(page, '/v1/runs', { asOf })
  await expect
    .poll(async () => (await ask<{ status: string }>(page, `/v1/runs/${runId}`)).status, { timeout: 120_000 })
    .toBe('committed')
}

const figure = (text: string | null): number => Number((text ?? '').replaceAll(/[^\d]/g, ''))

test('a threshold is tried, checked by a second person, and the next night does exactly what was foretold', async ({
  browser,
}) => {
  test.setTimeout(420_000)
  const planner = await openAs(browser, 'planner')
  await planner.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '规则工坊' }).click()
  await planner
    .getByRole('list', { name: '分级' })
    .getByRole('link', { name: /^价值客户/ })
    .click()
  await planner.getByRole('button', { name: '在草稿中修改' }).click()
  const dialog = planner.getByRole('dialog')
  await dialog.getByRole('textbox', { name: '草稿名称' }).fill('提高价值客户门槛')
  await dialog.getByRole('button', { name: '在草稿中修改' }).click()

  const level = planner.getByRole('region', { name: '价值客户', exact: true })
  await level.getByRole('button', { name: /进入条件/ }).click()
  const count = level.getByText(/符合 [\d,]+ 位客户/)
  await expect(count).toBeVisible()
  const before = figure(/符合 ([\d,]+)/.exec((await count.textContent()) ?? '')?.[1] ?? null)
  await level.getByRole('spinbutton', { name: '数值' }).fill('150000')
  await expect(level.getByText('滚动季日均资产 ≥ 15万元').first()).toBeVisible()
  await expect
    .poll(async () => figure(/符合 ([\d,]+)/.exec((await count.textContent()) ?? '')?.[1] ?? null))
    .toBeLessThan(before)
  await planner.getByRole('button', { name: '保存到草稿' }).click()
  await expect(planner.getByText('已保存到草稿')).toBeVisible()

  await planner.getByRole('link', { name: '查看改动与试算' }).click()
  await expect(planner.getByRole('list', { name: '改动内容' })).toContainText('150000')
  await planner.getByRole('tab', { name: '试算' }).click()
  await planner.getByRole('tabpanel').getByRole('button', { name: '试算' }).click()
  const matrix = planner.getByRole('region', { name: '级别迁移', exact: true })
  await expect(matrix).toBeVisible({ timeout: 120_000 })
  const falling = matrix.getByRole('cell', { name: /^↓/ })
  await expect(falling).toHaveCount(1)
  const fallers = figure(await falling.textContent())
  const staying = figure(await matrix.getByRole('row').nth(1).getByRole('cell').first().textContent())
  expect(fallers).toBeGreaterThan(0)
  await expect(planner.getByRole('list', { name: '受影响最大的客户' }).getByRole('listitem').first()).toContainText(
    '价值客户 → 普通客户',
  )
  await planner.getByRole('button', { name: '提交复核' }).click()
  await planner.getByRole('button', { name: /^确\s*定$/ }).click()
  await expect(planner.getByText('已提交，等待另一位有复核权限的同事。')).toBeVisible()
  await expect(planner.getByRole('button', { name: '复核通过并生效' })).toHaveCount(0)

  const verifier = await openAs(browser, 'verifier')
  await verifier.goto(`${address()}/studio/versions`)
  await verifier
    .getByRole('list', { name: '待复核' })
    .getByRole('link', { name: /提高价值客户门槛/ })
    .click()
  await expect(verifier.getByRole('list', { name: '改动内容' })).toContainText('150000')
  await verifier.getByRole('tab', { name: '试算' }).click()
  await verifier.getByRole('tabpanel').getByRole('button', { name: '试算' }).click()
  await expect(
    verifier.getByRole('region', { name: '级别迁移', exact: true }).getByRole('cell', { name: /^↓/ }),
  ).toHaveText(`↓ ${fallers}`, { timeout: 120_000 })
  await verifier.getByRole('button', { name: '复核通过并生效' }).click()
  await verifier.getByRole('button', { name: /^确\s*定$/ }).click()
  await expect(verifier.getByText('已通过并生效')).toBeVisible({ timeout: 30_000 })

  const { asOf } = await valueCustomers(planner)
  await runNight(planner, asOf)
  expect((await valueCustomers(planner)).customers).toBe(staying)

  await verifier.goto(`${address()}/studio/versions`)
  await verifier.getByRole('button', { name: '回退到随附规则' }).click()
  await verifier.getByRole('textbox', { name: '理由' }).fill('演练结束')
  await verifier.getByRole('dialog').getByRole('button', { name: '回退到随附规则' }).click()
  await expect(verifier.getByText('已回退')).toBeVisible({ timeout: 30_000 })
  await runNight(planner, asOf)
  expect((await valueCustomers(planner)).customers).toBe(staying + fallers)
})

test('a manager sees who nearly rises and why a customer stood where on another day', async ({ browser }) => {
  const page = await openAs(browser, 'owner')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '临界客户' }).click()
  const near = page.getByRole('list', { name: '临界客户' })
  await expect(near.getByRole('listitem').first()).toContainText(/还差.*¥[\d,]+/)
  await near.getByRole('link').first().click()
  await expect(page).toHaveURL(/customers\/C/)
  await page.getByRole('button', { name: '为什么是这个级别：资产等级' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '当日为什么' }).last().click()
  await expect(page.getByRole('dialog').getByText(/的级别与原因/)).toBeVisible()
})

test('a mistake in a condition is named where it stands, and nothing is lost', async ({ browser }) => {
  const page = await openAs(browser, 'planner')
  await page.goto(`${address()}/studio/definitions/moments/large_outflow`)
  await page.getByRole('button', { name: '在草稿中修改' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '在草稿中修改' }).click()
  await page.getByRole('button', { name: /客户条件/ }).click()
  await expect(page.getByRole('textbox', { name: '条件文本（CEL）' })).toHaveValue(
    'net_outflow_7d >= 0.2 * (total_assets + net_outflow_7d)',
  )
  await page.getByText('条件文本（CEL）', { exact: true }).click()
  const text = page.getByRole('textbox', { name: '条件文本（CEL）' })
  await text.fill('net_outflow_7d >= 50000 && totl_assets > 3')
  await expect(page.getByRole('alert').filter({ hasText: 'totl_assets' })).toContainText('total_assets')
  await page.getByRole('button', { name: '保存到草稿' }).click()
  await expect(page.getByText(/尚有 1 处需要改正/).first()).toBeVisible()
  await page.reload()
  await page.getByText('文本', { exact: true }).click()
  await expect(page.getByRole('textbox', { name: '定义文本（YAML）' })).toContainText('totl_assets')
})
