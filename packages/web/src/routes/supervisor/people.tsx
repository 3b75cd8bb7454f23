import { useQuery } from '@tanstack/react-query'
import type { Person } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../page/page-frame.tsx'
import { Table, type TableColumnsType } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'

type Props = { readonly search: SupervisorSearch; readonly onChange: (search: SupervisorSearch) => void }

/** Who holds how much: open, due, done today, and the load beside the fullest desk. */
export const People = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(supervisorQueries.people(search.unit))
  const people = query.data?.items ?? []
  const fullest = Math.max(1, ...people.map(({ open }) => open))
  const columns: TableColumnsType<Person> = [
    {
      key: 'name',
      title: t('supervisor.person'),
      render: (_value, { staffId, name }) => (
        <button
          type="button"
          className="link"
          onClick={() => onChange({ ...search, tab: 'assign', assignee: staffId })}
        >
          {name}
        </button>
      ),
    },
    { key: 'role', title: t('supervisor.role'), render: (_value, { role }) => t(`role.${role}`) },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit.name },
    {
      key: 'open',
      title: t('supervisor.open'),
      align: 'right',
      sorter: (a, b) => a.open - b.open,
      render: (_value, { open }) => <Count value={open} />,
    },
    {
      key: 'due',
      title: t('workbench.show.due'),
      align: 'right',
      sorter: (a, b) => a.due - b.due,
      render: (_value, { due }) => <Count value={due} />,
    },
    {
      key: 'done',
      title: t('supervisor.doneToday'),
      align: 'right',
      sorter: (a, b) => a.doneToday - b.doneToday,
      render: (_value, { doneToday }) => <Count value={doneToday} />,
    },
    {
      key: 'load',
      title: t('supervisor.load'),
      width: 180,
      render: (_value, { open }) => (
        <span className="bar wide" aria-hidden="true">
          <i style={{ width: `${Math.round((100 * open) / fullest)}%` }} />
        </span>
      ),
    },
  ]
  return (
    <div className="card clip">
      <Loaded of={query}>
        {() =>
          people.length === 0 ? (
            <EmptyState title={t('supervisor.noPeople')} />
          ) : (
            <Table<Person>
              size="small"
              rowKey="staffId"
              dataSource={people}
              columns={columns}
              pagination={{ pageSize: 50, hideOnSinglePage: true }}
              scroll={{ x: 'max-content' }}
            />
          )
        }
      </Loaded>
    </div>
  )
}
