import { Link } from '@tanstack/react-router'
import type { TaskSummary } from '@tend/contract'
import { useTranslation } from 'react-i18next'
import { contactLabelName, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import type { TableColumnsType } from '../../ui/antd.ts'
import { Money } from '../../ui/figures.tsx'
import { PoolTag } from '../../ui/pool-tag.tsx'
import { DueTime } from '../workbench/task-list.tsx'

/** A task as a supervisor reads it: for whom, why, what it is worth, how late, with whom. */
export const useTaskColumns = (): TableColumnsType<TaskSummary> => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  return [
    {
      key: 'customer',
      title: t('nav.customer'),
      render: (_value, { customer }) => (
        <Link className="nowrap" to="/customers/$customerId" params={{ customerId: customer.customerId }}>
          {customer.name ?? customer.customerId}
        </Link>
      ),
    },
    {
      key: 'reason',
      title: t('task.reason'),
      width: 380,
      render: (_value, { reason }) => <span className="wrapped">{name(reason)}</span>,
    },
    {
      key: 'label',
      title: t('task.label'),
      render: (_value, { contactLabel, theme }) =>
        theme ? theme.name : contactLabelName(catalogue, contactLabel, name),
    },
    {
      key: 'worth',
      title: t('task.worth'),
      align: 'right',
      render: (_value, { worthMinor }) => <Money minor={worthMinor} />,
    },
    { key: 'pool', title: t('supervisor.pool'), render: (_value, { pool }) => <PoolTag pool={pool} /> },
    {
      key: 'due',
      title: t('task.due'),
      render: (_value, task) => (
        <span className="stack" style={{ gap: 0 }}>
          <DueTime task={task} />
          {task.overdue ? (
            <span className={task.overdue === 'escalate' ? 'small bad' : 'small warn'}>
              {t('team.daysLate', { count: task.overdueDays })}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      key: 'assignee',
      title: t('supervisor.person'),
      render: (_value, { assignee }) => assignee?.name ?? <span className="muted">{t('supervisor.nobody')}</span>,
    },
  ]
}
