// @vitest-environment happy-dom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ApiError, type TaskCounts, type TaskSummary } from '@tend/contract'
import { act } from 'react'
import { expect, test, vi } from 'vitest'
import { catalogueQuery } from './catalogue/catalogue.ts'
import { emptyCatalogue } from './catalogue/test-catalogue.ts'
import { changeLanguage } from './i18n/index.ts'
import { CountsBar } from './routes/workbench/counts-bar.tsx'
import { TaskList } from './routes/workbench/task-list.tsx'
import { openTestPage } from './test-page.ts'
import { Money } from './ui/figures.tsx'
import { LevelTag } from './ui/level-tag.tsx'
import { PoolTag, pools } from './ui/pool-tag.tsx'
import { ErrorState } from './ui/states.tsx'

const { draw } = openTestPage()

const task = (more: Partial<TaskSummary>): TaskSummary => ({
  taskId: '1',
  pool: 'total',
  isOpen: true,
  customer: { customerId: 'C1', name: '王五', phone: null, levels: {} },
  play: 'maturity_call',
  contactLabel: 'bank-maturity',
  channel: 'phone',
  moment: 'deposit_maturing',
  alsoMoments: [],
  reason: { zh: '定期存款将到期。', en: 'A deposit matures.' },
  purpose: 'service',
  module: null,
  valueMinor: 17_500_000,
  urgency: 1,
  worthMinor: 17_500_000,
  priority: 175_000,
  terms: [],
  effortMinutes: 10,
  skill: null,
  theme: null,
  jointOf: null,
  dueAt: '2026-11-22T16:00:00.000Z',
  notBefore: '2026-11-21T16:00:00.000Z',
  isReady: true,
  timeBand: null,
  appointmentAt: null,
  state: 'later',
  isLate: false,
  overdueDays: 0,
  overdue: null,
  attempts: 1,
  maxAttempts: 3,
  assignee: null,
  unit: { unitId: 'B01', name: '南京分行' },
  outcome: null,
  createdAt: '2026-11-21T16:00:00.000Z',
  closedAt: null,
  ...more,
})

const drawTask = (more: Partial<TaskSummary>): string => {
  const client = new QueryClient()
  client.setQueryData(catalogueQuery().queryKey, emptyCatalogue)
  const list = draw(
    <QueryClientProvider client={client}>
      <TaskList tasks={[task(more)]} current="1" onOpen={() => undefined} />
    </QueryClientProvider>,
  )
  return list.textContent ?? ''
}

test('a rounded amount tells the exact one on hover', () => {
  const figure = draw(<Money minor={12_345_678} style="compact" />).querySelector('.figure')
  expect(figure?.textContent).toBe('¥12.3万')
  expect(figure?.getAttribute('title')).toBe('¥123,456.78')
})

test('an unknown amount is a dash, not a zero', () => {
  expect(draw(<Money minor={null} />).textContent).toBe('–')
})

test('a failure says what happened and what to quote, and never shows a stack', () => {
  const retry = vi.fn()
  const error = new ApiError('系统出现故障，已记录。', { code: 'internal-error', status: 500, requestId: 'req-7' })
  const alert = draw(<ErrorState error={error} onRetry={retry} />).querySelector('[role=alert]')
  expect(alert?.textContent).toContain('系统出现故障，已记录。')
  expect(alert?.textContent).toContain('req-7')
  act(() => alert?.querySelector('button')?.click())
  expect(retry).toHaveBeenCalledOnce()
  expect(draw(<ErrorState error={new TypeError('x is not a function')} />).textContent).not.toContain('not a function')
})

const counts: TaskCounts = {
  due: 2,
  later: 1,
  done: 3,
  late: 1,
  appointments: { done: 0, due: 0, later: 0 },
  overdue: { remind: 1, warn: 0, escalate: 1 },
  at: '2026-11-22T02:00:00.000Z',
}

test('the counts are buttons that tell which list is open, late work by the steps of the ladder', () => {
  const onShow = vi.fn()
  const bar = draw(<CountsBar counts={counts} show="later" onShow={onShow} />)
  const buttons = [...bar.querySelectorAll('button')]
  expect(buttons.map((button) => button.textContent)).toEqual(['2已到时', '1未到时', '3已处理', '2逾期'])
  expect(buttons.map((button) => button.getAttribute('aria-pressed'))).toEqual(['false', 'true', 'false', 'false'])
  expect(buttons[2]?.title).toBe('1 条超时')
  act(() => buttons[2]?.click())
  expect(onShow).toHaveBeenCalledWith('done')
})

test('work is due on the day of the institution’s clock', () => {
  expect(drawTask({})).toContain('截止 2026-11-23')
})

test('a task says when it may be worked on: late, waiting, by appointment or closed', () => {
  expect(drawTask({ isLate: true })).toContain('已逾期')
  expect(drawTask({ isReady: false })).toContain('可联系时间 2026-11-22 00:00')
  expect(drawTask({ appointmentAt: '2026-11-23T02:00:00.000Z' })).toContain('预约 2026-11-23 10:00')
  expect(drawTask({ isOpen: false, pool: 'success', closedAt: '2026-11-22T02:00:00.000Z' })).toMatch(
    /完成于 2026-11-22 10:00.*成功池/,
  )
})

test('every pool and a level are named in the language of the reader', () => {
  act(() => changeLanguage('en'))
  const named = pools.map((pool) => draw(<PoolTag pool={pool} />).textContent)
  expect(named).toEqual(['Total', 'Second', 'Third', 'Success', 'Failure'])
  expect(document.documentElement.lang).toBe('en')
  expect(draw(<LevelTag label="Low" prefix="Risk" rank={0} levels={3} variant="rank" />).textContent).toBe('RiskLow')
})
