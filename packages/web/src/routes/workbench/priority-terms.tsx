import type { TaskSummary } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Popover } from '../../ui/antd.ts'
import { Money } from '../../ui/figures.tsx'

/** What the place in the list follows from, term by term (S151, G22), and what comes out. */
export const PriorityTerms = ({ task }: { task: TaskSummary }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  return (
    <dl className="terms">
      {task.terms.map(({ id, label, text }) => (
        <div key={id}>
          <dt>{name(label)}</dt>
          <dd className="figure">{name(text)}</dd>
        </div>
      ))}
      <div className="terms-result">
        <dt>{t('task.worth')}</dt>
        <dd className="figure strong">{formatNumber(task.priority, language, 0)}</dd>
      </div>
      <p className="small muted">{t(task.worthMinor === null ? 'desk.noWorth' : 'desk.priorityHint')}</p>
    </dl>
  )
}

/** The worth in a row of the list; its terms open on it. Hundreds of rows need no popover that nobody asked for. */
export const WorthButton = ({ task }: { task: TaskSummary }): ReactElement => {
  const { t } = useTranslation()
  const [isAsked, setAsked] = useState(false)
  const button = (
    <button
      type="button"
      className="worth"
      aria-label={t('task.whyOf', { name: task.customer.name ?? task.customer.customerId })}
      aria-expanded={isAsked}
      onClick={() => setAsked(true)}
    >
      <Money minor={task.worthMinor} style="compact" />
    </button>
  )
  if (!isAsked) return button
  return (
    <Popover
      open
      onOpenChange={setAsked}
      trigger={['click']}
      placement="bottomRight"
      title={t('task.why')}
      content={<PriorityTerms task={task} />}
    >
      {button}
    </Popover>
  )
}
