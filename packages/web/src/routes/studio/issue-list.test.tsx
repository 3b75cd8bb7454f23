// @vitest-environment happy-dom

import type { StudioIssue } from '@tend/contract'
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { changeLanguage, startTranslations } from '../../i18n/index.ts'
import { IssueList } from './issue-list.tsx'

let root: Root
let place: HTMLElement
beforeAll(() => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
  startTranslations()
})
beforeEach(() => {
  place = document.body.appendChild(document.createElement('div'))
  root = createRoot(place)
})
afterEach(() => {
  act(() => root.unmount())
  place.remove()
})

const issue: StudioIssue = {
  code: 'cel-name',
  severity: 'error',
  kind: 'schemes',
  id: 'value_customer',
  line: 7,
  column: 12,
  path: 'value_customer.levels[1].enter',
  message: { zh: '没有名为“spend”的指标、分级或列', en: 'unknown name "spend"' },
  suggestion: { zh: '是否应为“spent”？', en: 'did you mean "spent"?' },
}

test.each([
  ['zh', '没有名为“spend”的指标、分级或列建议：是否应为“spent”？', 'unknown'],
  ['en', 'unknown name "spend"Suggestion: did you mean "spent"?', '没有'],
] as const)('a mistake is shown to its reader in %s alone', (language, own, other) => {
  changeLanguage(language)
  act(() => root.render(<IssueList issues={[issue]} />))
  expect(place.textContent).toContain(own)
  expect(place.textContent).not.toContain(other)
})
