import { useInfiniteQuery } from '@tanstack/react-query'
import type { RouteResponse } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import type { TableColumnsType } from '../../ui/antd.ts'
import { LoadMore } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { heldTasks } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'
import { useTaskColumns } from './task-columns.tsx'

type HeldTask = RouteResponse<'listHeldTasks'>['items'][number]

/** Open tasks whose customer may not be contacted now, each with the reason in words. */
export const HeldTasks = ({ search }: { search: SupervisorSearch }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const list = useInfiniteQuery(heldTasks(search))
  const columns: TableColumnsType<HeldTask> = [
    ...(useTaskColumns() as TableColumnsType<HeldTask>),
    {
      key: 'held',
      title: t('team.heldBack'),
      render: (_value, { verdict }) => <span className="wrapped warn">{name(verdict.sentence)}</span>,
    },
  ]
  return (
    <PagedTable<HeldTask>
      of={list}
      rowKey="taskId"
      columns={columns}
      empty={
        <>
          <EmptyState title={t('team.nothingHeld')} />
          <LoadMore of={list} />
        </>
      }
    />
  )
}
