import { CloseCircleFilled, ExclamationCircleFilled } from '@ant-design/icons'
import type { StudioIssue } from '@tend/contract'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'

type Props = {
  readonly issues: readonly StudioIssue[]
  /** What stands before the place, e.g. a link to the definition. */
  readonly lead?: (issue: StudioIssue) => ReactNode
  readonly onOpen?: (issue: StudioIssue) => void
}

/** Mistakes with where they are and what to do, errors first. */
export const IssueList = ({ issues, lead, onOpen }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const sorted = issues.toSorted((a, b) => a.severity.localeCompare(b.severity) || a.line - b.line)
  return (
    <ul className="lines issues">
      {sorted.map((issue) => (
        <li key={`${issue.kind}-${issue.id}-${issue.line}-${issue.column}-${issue.code}`}>
          <div className="row top">
            {issue.severity === 'error' ? (
              <CloseCircleFilled className="no" aria-hidden="true" />
            ) : (
              <ExclamationCircleFilled className="warn" aria-hidden="true" />
            )}
            <div className="stack tight grow">
              <span>{name(issue.message)}</span>
              {issue.suggestion ? (
                <span className="muted">{t('studio.suggestion', { text: name(issue.suggestion) })}</span>
              ) : null}
              <span className="small muted row wrap">
                {lead?.(issue)}
                {onOpen ? (
                  <button type="button" className="link" onClick={() => onOpen(issue)}>
                    {t('studio.issue', { line: issue.line, column: issue.column })}
                  </button>
                ) : (
                  <span>{t('studio.issue', { line: issue.line, column: issue.column })}</span>
                )}
                <code>{issue.path}</code>
              </span>
            </div>
          </div>
        </li>
      ))}
    </ul>
  )
}
