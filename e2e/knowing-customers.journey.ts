import { expect, test } from '@playwright/test'
import { openAs } from './bank.ts'

test('filters live in the link, and a class explains itself', async ({ browser }) => {
  const page = await openAs(browser, 'owner')
  await page
    .getByRole('navigation', { name: '主导航' })
    .getByRole('link', { name: /(^|\s)客户$/ })
    .click()
  await expect(page.getByText(/符合条件/)).toBeVisible()
  await page
    .getByRole('checkbox', { name: /价值客户/ })
    .first()
    .check()
  await expect(page).toHaveURL(/value/)
  const matching = await page.getByText(/符合条件/).textContent()
  await page.reload()
  await expect(page.getByText(matching ?? '')).toBeVisible()
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page).toHaveURL(/customers\/C/)
  await page
    .getByRole('button', { name: /为什么/ })
    .nth(1)
    .click()
  await expect(page.getByRole('dialog')).toContainText(/季日均资产/)
})

test('a number is masked until a reason is given, and the reason is in the audit', async ({ browser }) => {
  const page = await openAs(browser, 'owner')
  await page.goto(new URL('/customers', page.url()).href)
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByText(/\*{4,}/).first()).toBeVisible()
  await page.getByRole('button', { name: /查看完整证件号/ }).click()
  await page.getByRole('textbox', { name: /理由/ }).fill('客户到店核对证件')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^查\s*看$/ })
    .click()
  await expect(page.getByText(/\b99\d{15}[\dX]\b/)).toBeVisible()
  const verifier = await openAs(browser, 'verifier')
  await verifier.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '审计' }).click()
  await expect(verifier.getByText('客户到店核对证件').first()).toBeVisible()
})

test('a verifier reads every customer and no name or number in clear', async ({ browser }) => {
  const page = await openAs(browser, 'verifier')
  const bodies: string[] = []
  page.on('response', async (response) => {
    if (response.url().includes('/v1/customers')) bodies.push(await response.text().catch(() => ''))
  })
  await page.goto(new URL('/customers', page.url()).href)
  await page.getByRole('table').getByRole('link').first().click()
  await expect(page.getByText('分级').first()).toBeVisible()
  expect(bodies.length).toBeGreaterThan(1)
  for (const body of bodies) expect(body).not.toMatch(/"phone":"\d{11}"|"idNumber":"\d{17}[\dX]"/)
})

test('the whole app speaks English after one click, and remembers it', async ({ browser }) => {
  const page = await openAs(browser, 'owner')
  await page.getByRole('button', { name: /English/ }).click()
  await expect(page.getByRole('link', { name: 'Customers' }).first()).toBeVisible()
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
})

test('what a role may not open says so', async ({ browser }) => {
  const page = await openAs(browser, 'agent')
  await page.goto(new URL('/audit', page.url()).href)
  await expect(page.getByText('无权查看')).toBeVisible()
})
