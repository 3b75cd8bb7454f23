import { useQuery } from '@tanstack/react-query'
import type { RouteResponse } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Table, type TableColumnsType } from '../../ui/antd.ts'
import { Count, Percent } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { taskQueries } from '../workbench/tasks.queries.ts'

type Plan = RouteResponse<'listPlans'>['items'][number]

/** Every plan with its cumulative and today's results (S156). */
export const Plans = (): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { plays } = useCatalogue()
  const query = useQuery(taskQueries.plans())
  const plans = query.data?.items ?? []
  const columns: TableColumnsType<Plan> = [
    { key: 'play', title: t('supervisor.plan'), render: (_value, { play }) => labelOf(plays, play, name) },
    {
      key: 'total',
      title: t('supervisor.total'),
      align: 'right',
      render: (_value, { total }) => <Count value={total} />,
    },
    { key: 'open', title: t('supervisor.open'), align: 'right', render: (_value, { open }) => <Count value={open} /> },
    { key: 'done', title: t('supervisor.done'), align: 'right', render: (_value, { done }) => <Count value={done} /> },
    {
      key: 'today',
      title: t('supervisor.doneToday'),
      align: 'right',
      render: (_value, { doneToday }) => <Count value={doneToday} />,
    },
    {
      key: 'success',
      title: t('supervisor.successRate'),
      align: 'right',
      render: (_value, { done, succeeded }) => <Percent ratio={done === 0 ? null : succeeded / done} />,
    },
  ]
  return (
    <div className="card clip">
      <Loaded of={query}>
        {() =>
          plans.length === 0 ? (
            <EmptyState title={t('supervisor.noTasks')} hint={t('supervisor.noTasksHint')} />
          ) : (
            <Table<Plan>
              size="small"
              rowKey="play"
              dataSource={plans}
              columns={columns}
              pagination={false}
              scroll={{ x: 'max-content' }}
            />
          )
        }
      </Loaded>
    </div>
  )
}
