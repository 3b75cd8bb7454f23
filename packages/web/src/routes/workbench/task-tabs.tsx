import type { Task } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Tabs } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { Entries } from '../customers/timeline-entry.tsx'
import { TodayPlays } from '../customers/today-plays.tsx'
import { IndicatorStrip } from './indicator-strip.tsx'
import { NextLevels } from './next-levels.tsx'
import { OpenMatters } from './open-matters.tsx'

/** What stands behind the customer: contacts, what is still open, figures, and what else the plays would do. */
export const TaskTabs = ({ task }: { task: Task }): ReactElement => {
  const { t } = useTranslation()
  const [tab, setTab] = useState('contacts')
  const { customerId } = task.customer
  return (
    <Tabs
      size="small"
      activeKey={tab}
      onChange={setTab}
      destroyOnHidden
      items={[
        {
          key: 'contacts',
          label: t('task.lastContacts'),
          children:
            task.lastContacts.length === 0 ? (
              <EmptyState compact title={t('customer.noContacts')} />
            ) : (
              <Entries entries={task.lastContacts} />
            ),
        },
        { key: 'open', label: t('desk.open'), children: <OpenMatters customerId={customerId} taskId={task.taskId} /> },
        {
          key: 'figures',
          label: t('customer.indicators'),
          children: (
            <div className="stack tight">
              <IndicatorStrip card={task.card} />
              <NextLevels customerId={customerId} />
            </div>
          ),
        },
        { key: 'today', label: t('today.title'), children: <TodayPlays customerId={customerId} except={task.play} /> },
      ]}
    />
  )
}
