// @vitest-environment happy-dom

import { onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { Catalogue, Customer, Me } from '@tend/contract'
import { act } from 'react'
import { beforeAll, expect, test } from 'vitest'
import { catalogueQuery } from '../../catalogue/catalogue.ts'
import { emptyCatalogue } from '../../catalogue/test-catalogue.ts'
import { openTestPage } from '../../test-page.ts'
import { sessionQueries } from '../session/session.queries.ts'
import { Classes } from './classes.tsx'
import { customerQueries } from './customers.queries.ts'

const page = openTestPage()

beforeAll(() => {
  // No server stands behind this test: what asks one waits.
  onlineManager.setOnline(false)
})
const named = (id: string, zh: string) => ({
  id,
  label: { zh, en: id },
  description: null,
  source: null,
  assumed: false,
})
const scheme = (id: string, zh: string, manual: boolean): Catalogue['schemes'][number] => ({
  ...named(id, zh),
  variant: 'ladder',
  validityMonths: null,
  manual,
  levels: [{ id: 'gold', label: { zh: '金卡', en: 'Gold' }, rank: 0, source: null, assumed: false }],
})
const catalogue: Catalogue = {
  ...emptyCatalogue,
  asOf: '2026-11-21',
  schemes: [scheme('card', '贵宾卡', true), scheme('club', '俱乐部', true), scheme('tier', '资产等级', false)],
}
const without = (id: string, isFor: boolean): Customer['classes'][number] => ({
  scheme: id,
  isFor,
  level: null,
  before: null,
  since: null,
  until: null,
  nextLevel: null,
  gap: null,
})
/** Nobody has a level: the card is for the customer, the club is for others, the tier takes nobody's word. */
const customer = {
  customerId: 'C1',
  classes: [without('card', true), without('club', false), without('tier', true)],
} as unknown as Customer

const drawFor = (permissions: Me['permissions']): HTMLElement => {
  const me: Me = {
    userId: 'u',
    username: 'u',
    staffId: null,
    name: 'u',
    role: 'supervisor',
    unit: null,
    permissions,
    language: 'zh',
    mustChangePassword: false,
    sessionExpiresAt: '2026-11-22T00:00:00Z',
  }
  const client = new QueryClient()
  client.setQueryData(sessionQueries.me().queryKey, me)
  client.setQueryData(catalogueQuery().queryKey, catalogue)
  client.setQueryData(customerQueries.overrides('C1').queryKey, { items: [] })
  return page.draw(
    <QueryClientProvider key={permissions.join()} client={client}>
      <Classes customer={customer} />
    </QueryClientProvider>,
  )
}

const buttonsIn = (element: ParentNode): string[] =>
  [...element.querySelectorAll('button')].map((button) => button.getAttribute('aria-label') ?? '')

test('who may give levels finds the schemes in which the customer has none yet; others find nothing', () => {
  expect(buttonsIn(drawFor(['customers.view']))).toEqual([])
  expect(buttonsIn(drawFor(['customers.view', 'levels.override']))).toEqual(['人工定级 · 贵宾卡'])
})

test('where there is no level there is none to hold, and one must be chosen', () => {
  drawFor(['levels.override'])
  const press = (button: Element | undefined) =>
    act(() => button?.dispatchEvent(new MouseEvent('click', { bubbles: true })))
  press([...page.place.querySelectorAll('button')][0])
  press([...document.querySelectorAll('.ant-drawer button')].find((each) => each.textContent === '人工定级'))
  const form = document.querySelector('.ant-modal form')
  expect(form?.textContent).toContain('级别')
  expect(form?.textContent).not.toContain('保持现有级别')
})
