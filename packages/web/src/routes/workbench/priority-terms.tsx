import type { TaskSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Popover } from '../../ui/antd.ts'
import { Money } from '../../ui/figures.tsx'

type Worth = Pick<TaskSummary, 'valueMinor' | 'urgency' | 'worthMinor'>

/** Value at stake × urgency = worth, the order of the list: always open to whoever asks. */
export const PriorityTerms = ({ valueMinor, urgency, worthMinor }: Worth): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <dl className="terms">
      <div>
        <dt>{t('task.value')}</dt>
        <dd>
          <Money minor={valueMinor} />
        </dd>
      </div>
      <span aria-hidden="true">×</span>
      <div>
        <dt>{t('task.urgency')}</dt>
        <dd className="figure">{formatNumber(urgency, language)}</dd>
      </div>
      <span aria-hidden="true">=</span>
      <div>
        <dt>{t('task.worth')}</dt>
        <dd className="strong">
          <Money minor={worthMinor} />
        </dd>
      </div>
    </dl>
  )
}

/** The worth in a row of the list; its terms open on it. */
export const WorthButton = ({ task }: { task: TaskSummary }): ReactElement => {
  const { t } = useTranslation()
  return (
    <Popover trigger={['click']} placement="bottomRight" title={t('task.why')} content={<PriorityTerms {...task} />}>
      <button
        type="button"
        className="worth"
        aria-label={t('task.whyOf', { name: task.customer.name ?? task.customer.customerId })}
      >
        <Money minor={task.worthMinor} style="compact" />
      </button>
    </Popover>
  )
}
