import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { address, openAs } from './bank.ts'

const violationsOf = async (page: Page): Promise<readonly string[]> => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa']).analyze()
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map((node) => node.target.join(' '))
        .slice(0, 3)
        .join(' | ')}`,
  )
}

const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    // The page scrolls inside its main part, so what is too wide shows there.
    const parts = [document.documentElement, ...document.querySelectorAll('#main')]
    return Math.max(...parts.map((part) => part.scrollWidth - part.clientWidth))
  })

const pages: readonly (readonly [string, string])[] = [
  ['owner', '/workbench'],
  ['owner', '/appointments'],
  ['owner', '/customers'],
  ['supervisor', '/supervisor'],
  ['supervisor', '/supervisor?tab=assign'],
  ['supervisor', '/messages'],
  ['supervisor', '/calendar'],
  ['planner', '/plays'],
  ['planner', '/runs'],
  ['owner', '/near-line'],
  ['planner', '/studio'],
  ['planner', '/studio?kind=moments'],
  ['planner', '/studio/definitions/schemes/asset_tier'],
  ['planner', '/studio/versions'],
  ['planner', '/studio/backtest'],
  ['planner', '/studio/models'],
  ['verifier', '/audit'],
  ['admin', '/users'],
]

for (const [role, path] of pages) {
  test(`${path} can be read by everybody: no accessibility violation, nothing beyond the phone's edge`, async ({
    browser,
  }) => {
    const page = await openAs(browser, role)
    await page.goto(`${address()}${path}`)
    await page.waitForLoadState('networkidle')
    expect(await violationsOf(page)).toEqual([])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.waitForTimeout(300)
    expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  })
}

test("a customer's page can be read by everybody, on a desk and on a phone", async ({ browser }) => {
  const page = await openAs(browser, 'owner')
  await page.goto(`${address()}/customers`)
  const customer = (await page.getByRole('table').getByRole('link').first().getAttribute('href')) ?? ''
  for (const tab of ['', '?tab=consent', '?tab=today', '?tab=care', '?tab=visits']) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(`${address()}${customer}${tab}`)
    await page.waitForLoadState('networkidle')
    expect([tab, await violationsOf(page)]).toEqual([tab, []])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.waitForTimeout(300)
    expect([tab, await overflowOf(page)]).toEqual([tab, 0])
  }
})
