import { expect, test } from '@playwright/test'
import { ask, openAs } from './bank.ts'

test('a planner uploads a file with bad rows, reads why they were held back, and runs the night', async ({
  browser,
}) => {
  const page = await openAs(browser, 'planner')
  await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '数据与运行' }).click()
  await page.getByRole('tab', { name: '数据导入' }).click()
  await page.getByRole('button', { name: '上传文件' }).click()
  const dialog = page.getByRole('dialog')
  const lines = [
    '交易流水号,客户号,交易日期,借贷标志,交易金额,交易类型',
    '900000001,C00000001,2026-11-20,转入,12.50,转账',
    '900000002,C99999999,2026-11-20,转入,12.50,转账',
    '900000003,C00000001,2026-13-45,转入,abc,转账',
  ]
  await dialog
    .locator('input[type=file]')
    .setInputFiles({ name: '交易.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) })
  await dialog.getByRole('combobox', { name: '数据类型' }).fill('交易')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: '开始导入' }).click()
  await expect(dialog.getByText('已导入，部分行被隔离')).toBeVisible({ timeout: 30_000 })
  await dialog
    .getByRole('button', { name: /查看 2 行|2/ })
    .first()
    .click()
  await expect(page.getByText('C99999999').first()).toBeVisible()

  await page.goto(new URL('/runs', page.url()).href)
  await page.getByRole('button', { name: '开始运行' }).click()
  await expect(page.getByText('运行已开始')).toBeVisible()
  await expect(page.getByText('完成').nth(2)).toBeVisible({ timeout: 60_000 })
})

test('everybody of a sample has something to do on its first day, whatever day that is', async ({ browser }) => {
  const openOf = async (role: string): Promise<number> => {
    const { items } = await ask<{ items: readonly unknown[] }>(await openAs(browser, role), '/v1/tasks?limit=200')
    return items.length
  }
  expect(await openOf('owner')).toBeGreaterThanOrEqual(15)
  expect(await openOf('leader')).toBeGreaterThanOrEqual(15)
  const verifier = await openAs(browser, 'verifier')
  const { items } = await ask<{ items: readonly { state: string }[] }>(verifier, '/v1/bulletins?state=submitted')
  expect(items).not.toEqual([])
})
