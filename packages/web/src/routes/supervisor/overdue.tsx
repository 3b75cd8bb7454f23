import { useInfiniteQuery } from '@tanstack/react-query'
import { type OverdueStage, overdueStages, type RouteResponse, type TaskSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { PagedTable, PlainTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { Button, type TableColumnsType } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'
import { useTaskColumns } from './task-columns.tsx'

type Props = { readonly search: SupervisorSearch; readonly onChange: (search: SupervisorSearch) => void }
type Late = RouteResponse<'listOverdue'>['people'][number]

/** The ladder: reminded, warned, told to the supervisor; by person, and the list to act on. */
export const Overdue = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const stage = search.overdue ?? 'escalate'
  const list = useInfiniteQuery(supervisorQueries.overdue(stage, search.unit, search.assignee))
  const people = list.data?.pages[0]?.people ?? []
  const columns = useTaskColumns()
  const sums = (of: OverdueStage): number => people.reduce((sum, row) => sum + row[of], 0)
  return (
    <div className="stack">
      <ul className="line-counts" aria-label={t('team.ladder')}>
        {overdueStages.map((each) => (
          <li key={each}>
            <button
              type="button"
              aria-pressed={stage === each}
              onClick={() => onChange(changed(search, { overdue: each }))}
            >
              <span className={each === 'escalate' ? 'chip chip-bad' : 'chip chip-warn'}>
                {t(`team.stage.${each}`)}
              </span>
              <span className="tile-figure small-tile">
                <Count value={list.data ? sums(each) : null} />
              </span>
              <span className="small muted">{t(`team.stageHint.${each}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <PlainTable<Late>
        of={list}
        rows={people}
        rowKey={({ staff, unit }) => staff?.staffId ?? unit.unitId}
        columns={useLateColumns({ search, onChange })}
        empty={<EmptyState compact title={t('team.nothingLate')} />}
      />
      {people.length > 0 ? (
        <section className="stack tight" aria-label={t('team.lateTasks')}>
          <div className="row wrap between">
            <h2 className="section-title">{t('team.lateTasks')}</h2>
            <Button onClick={() => onChange(changed(search, { tab: 'assign', overdue: stage }))}>
              {t('team.moveThem')}
            </Button>
          </div>
          <PagedTable<TaskSummary>
            of={list}
            rowKey="taskId"
            columns={columns}
            empty={<EmptyState compact title={t('team.noneAtStage')} />}
          />
        </section>
      ) : null}
    </div>
  )
}

const useLateColumns = ({ search, onChange }: Props): TableColumnsType<Late> => {
  const { t } = useTranslation()
  return [
    {
      key: 'staff',
      title: t('supervisor.person'),
      render: (_value, { staff }) =>
        staff === null ? (
          <span className="muted">{t('supervisor.nobody')}</span>
        ) : (
          <button
            type="button"
            className="link"
            aria-pressed={search.assignee === staff.staffId}
            onClick={() =>
              onChange(changed(search, { assignee: search.assignee === staff.staffId ? undefined : staff.staffId }))
            }
          >
            {staff.name}
          </button>
        ),
    },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit.name },
    ...overdueStages.map((stage) => ({
      key: stage,
      title: t(`team.stage.${stage}`),
      align: 'right' as const,
      render: (_value: unknown, row: Late) => (
        <span className={stage === 'escalate' && row[stage] > 0 ? 'bad strong' : ''}>
          <Count value={row[stage]} />
        </span>
      ),
    })),
  ]
}
