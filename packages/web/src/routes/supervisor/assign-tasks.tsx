import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TaskSummary } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { contactLabelName, contactLabelOptions, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Button, Select, Table, type TableColumnsType } from '../../ui/antd.ts'
import { Money } from '../../ui/figures.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { PoolTag, pools } from '../../ui/pool-tag.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { DueTime } from '../workbench/task-list.tsx'
import { AssignDialog } from './assign-dialog.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'

type Props = {
  readonly search: SupervisorSearch
  readonly onChange: (search: SupervisorSearch) => void
  readonly mayAssign: boolean
}

/** Open tasks by pool, label and person; the chosen ones are shared out, after a preview. */
export const AssignTasks = ({ search, onChange, mayAssign }: Props): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(supervisorQueries.tasks(search))
  const columns = useTaskColumns()
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [isAssigning, setAssigning] = useState(false)
  return (
    <div className="stack tight">
      <div className="row wrap">
        <Filters search={search} onChange={onChange} />
        <span className="grow" />
        {mayAssign ? (
          <Button type="primary" disabled={chosen.length === 0} onClick={() => setAssigning(true)}>
            {t('supervisor.assignChosen', { count: chosen.length })}
          </Button>
        ) : null}
      </div>
      <div className="card scroll-x">
        <Loaded of={list}>
          {() =>
            itemsOf(list).length === 0 ? (
              <EmptyState
                title={t('supervisor.noMatch')}
                action={<Button onClick={() => onChange({ tab: 'assign' })}>{t('customers.clear')}</Button>}
              />
            ) : (
              <>
                <Table<TaskSummary>
                  size="small"
                  rowKey="taskId"
                  dataSource={[...itemsOf(list)]}
                  columns={columns}
                  pagination={false}
                  {...(mayAssign
                    ? {
                        rowSelection: {
                          selectedRowKeys: [...chosen],
                          onChange: (keys: readonly unknown[]) => setChosen(keys.map(String)),
                        },
                      }
                    : {})}
                />
                <LoadMore of={list} />
              </>
            )
          }
        </Loaded>
      </div>
      <AssignDialog
        taskIds={chosen}
        isOpen={isAssigning}
        onClose={() => setAssigning(false)}
        onDone={() => setChosen([])}
      />
    </div>
  )
}

const Filters = ({ search, onChange }: Omit<Props, 'mayAssign'>): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const set = (name: 'pool' | 'label' | 'assignee', value: string | null | undefined): void => {
    const { [name]: _before, ...rest } = search
    onChange(value ? { ...rest, [name]: value } : rest)
  }
  return (
    <>
      <Select
        aria-label={t('supervisor.pool')}
        placeholder={t('supervisor.anyPool')}
        allowClear
        style={{ width: 140 }}
        value={search.pool ?? null}
        onChange={(pool: string | null) => set('pool', pool)}
        options={pools.slice(0, 3).map((pool) => ({ value: pool, label: t(`pool.${pool}`) }))}
      />
      <Select
        aria-label={t('task.label')}
        placeholder={t('workbench.allLabels')}
        allowClear
        style={{ width: 180 }}
        value={search.label ?? null}
        onChange={(label: string | null) => set('label', label)}
        options={contactLabelOptions(catalogue, name)}
      />
      {search.assignee ? (
        <Button onClick={() => set('assignee', undefined)}>{t('supervisor.ofOnePerson')} ✕</Button>
      ) : null}
    </>
  )
}

const useTaskColumns = (): TableColumnsType<TaskSummary> => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  return [
    {
      key: 'customer',
      title: t('nav.customer'),
      render: (_value, { customer }) => (
        <Link to="/customers/$customerId" params={{ customerId: customer.customerId }}>
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
      render: (_value, { contactLabel }) => contactLabelName(catalogue, contactLabel, name),
    },
    {
      key: 'worth',
      title: t('task.worth'),
      align: 'right',
      render: (_value, { worthMinor }) => <Money minor={worthMinor} />,
    },
    { key: 'pool', title: t('supervisor.pool'), render: (_value, { pool }) => <PoolTag pool={pool} /> },
    { key: 'due', title: t('task.due'), render: (_value, task) => <DueTime task={task} /> },
    {
      key: 'assignee',
      title: t('supervisor.person'),
      render: (_value, { assignee }) => assignee?.name ?? <span className="muted">{t('supervisor.nobody')}</span>,
    },
  ]
}
