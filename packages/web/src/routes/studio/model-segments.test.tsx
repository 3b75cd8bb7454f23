// @vitest-environment happy-dom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { Me, ModelResult } from '@tend/contract'
import { act } from 'react'
import { expect, test } from 'vitest'
import { changeLanguage } from '../../i18n/index.ts'
import { openTestPage } from '../../test-page.ts'
import { sessionQueries } from '../session/session.queries.ts'
import { SegmentsResult } from './model-segments.tsx'

const page = openTestPage()
const roaming = { zh: '漫游分钟', en: 'Roaming minutes' }
const result: Extract<ModelResult, { kind: 'segments' }> = {
  kind: 'segments',
  stability: 0.77,
  seeds: 5,
  explained: 0.883,
  segments: [
    {
      id: 's1',
      name: { zh: '漫游一族', en: 'Roamers' },
      share: 0.031,
      meanRevenueMinor: 21_290,
      revenueShare: 0.115,
      traits: [
        { label: roaming, unit: 'count', mean: 109.2, difference: 4.3 },
        { label: { zh: '短信', en: 'Messages' }, unit: 'count', mean: -0.001, difference: -0.2 },
      ],
    },
  ],
}

const drawFor = (permissions: Me['permissions']): string => {
  const me: Me = {
    userId: 'u',
    username: 'u',
    staffId: null,
    name: 'u',
    role: 'planner',
    unit: null,
    permissions,
    language: 'zh',
    mustChangePassword: false,
    sessionExpiresAt: '2026-11-22T00:00:00Z',
  }
  const client = new QueryClient()
  client.setQueryData(sessionQueries.me().queryKey, me)
  return (
    page.draw(
      <QueryClientProvider key={permissions.join()} client={client}>
        <SegmentsResult result={result} model="usage" hash="" />
      </QueryClientProvider>,
    ).textContent ?? ''
  )
}

test('what sets a segment apart is said in words, and nothing reads as minus zero', () => {
  const text = drawFor([])
  expect(text).toContain('漫游分钟 109 远高于平均（+4.3σ）')
  expect(text).toContain('短信 0 接近平均（-0.2σ）')
  act(() => changeLanguage('en'))
  expect(drawFor([])).toContain('Roaming minutes 109 far above average (+4.3σ)')
})

test('only who edits the studio is offered to name a segment, which asks for both languages', () => {
  const button = () => [...page.place.querySelectorAll('button')].find((each) => each.textContent?.includes('命'))
  drawFor(['studio.view'])
  expect(button()).toBeUndefined()
  drawFor(['studio.view', 'studio.edit'])
  expect(button()?.getAttribute('aria-label')).toBe('给“漫游一族”命名')
  act(() => button()?.click())
  const fields = [...document.querySelectorAll<HTMLInputElement>('.ant-modal input')].map(({ value }) => value)
  expect(fields).toEqual(['漫游一族', 'Roamers'])
})
