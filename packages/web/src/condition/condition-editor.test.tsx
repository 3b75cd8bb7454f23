// @vitest-environment happy-dom

import { onlineManager, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, useState } from 'react'
import { beforeAll, expect, test } from 'vitest'
import { openTestPage } from '../test-page.ts'
import type { ConditionField } from './condition.ts'
import { ConditionEditor } from './condition-editor.tsx'

const fields: readonly ConditionField[] = [
  { id: 'assets', label: { zh: '资产', en: 'Assets' }, unit: 'money', values: [] },
  { id: 'is_closed', label: { zh: '已销户', en: 'Closed' }, unit: 'flag', values: [] },
  {
    id: 'tier',
    label: { zh: '等级', en: 'Tier' },
    unit: 'text',
    values: [{ id: 'gold', label: { zh: '金卡', en: 'Gold' } }],
  },
]

const page = openTestPage()
let said: string

beforeAll(() => {
  // No server stands behind this test: what asks one waits.
  onlineManager.setOnline(false)
})

/** The fact keeps it from counting customers, which needs a server. */
const Held = ({ text: first }: { text: string }) => {
  const [text, setText] = useState(first)
  said = text
  return <ConditionEditor text={text} onChange={setText} fields={fields} fact="balance" />
}

const draw = (text: string): HTMLElement => {
  const client = new QueryClient()
  return page.draw(
    <QueryClientProvider client={client}>
      <Held text={text} />
    </QueryClientProvider>,
  )
}

const linesOf = (): readonly Element[] => [...page.place.querySelectorAll('.rule.rule, [data-testid=rule]')]

const press = (name: string, at = 0): void => {
  const button = [...page.place.querySelectorAll('button')].filter(
    (each) => each.getAttribute('aria-label') === name || each.textContent?.includes(name),
  )[at]
  if (!button) throw new Error(`no button ${name}`)
  act(() => button.click())
}

test('a condition stands in lines with the names of the catalogue', () => {
  const text = draw("assets >= 200000 && tier == 'gold' && !is_closed").textContent
  expect(linesOf()).toHaveLength(3)
  for (const word of ['资产', '等级', '金卡', '已销户', '不是']) expect(text).toContain(word)
})

test('a line that is taken away leaves the text of the others', () => {
  draw("assets >= 0.2 * (assets + 1) && tier == 'gold' && !is_closed")
  press('去掉这一条', 1)
  expect(said).toBe('assets >= 0.2 * (assets + 1) && !is_closed')
})

test('a line that is not filled in yet changes nothing', () => {
  draw('assets >= 200000')
  press('添加条件')
  expect(linesOf()).toHaveLength(2)
  expect(said).toBe('assets >= 200000')
})

test('every choice of the builder says what it is for', () => {
  draw("assets >= 200000 && tier == 'gold'")
  const controls = [...page.place.querySelectorAll('[role=combobox], [role=spinbutton], textarea')]
  expect(controls.length).toBeGreaterThan(5)
  for (const control of controls) expect(control.getAttribute('aria-label')).toMatch(/./)
})

test('what is no CEL is shown as text', () => {
  draw('assets >= ')
  expect(page.place.querySelector('textarea')?.value).toBe('assets >= ')
  expect(page.place.textContent).toContain('无法用搭建方式显示')
})
