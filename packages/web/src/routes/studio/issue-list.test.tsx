// @vitest-environment happy-dom

import type { StudioIssue } from '@tend/contract'
import { expect, test } from 'vitest'
import { changeLanguage } from '../../i18n/index.ts'
import { openTestPage } from '../../test-page.ts'
import { IssueList } from './issue-list.tsx'

const page = openTestPage()
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
  const { textContent } = page.draw(<IssueList issues={[issue]} />)
  expect(textContent).toContain(own)
  expect(textContent).not.toContain(other)
})
