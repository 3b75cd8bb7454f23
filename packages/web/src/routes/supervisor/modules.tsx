import { useQuery } from '@tanstack/react-query'
import type { RouteResponse } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { PlainTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import type { TableColumnsType } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'

type Module = RouteResponse<'listModules'>['items'][number]
type Props = { readonly search: SupervisorSearch; readonly onChange: (search: SupervisorSearch) => void }

/** The module views of S161; each opens its tasks. */
export const Modules = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const query = useQuery(supervisorQueries.modules(search.unit))
  const figure = (key: 'open' | 'due' | 'later' | 'unassigned' | 'doneToday', title: string) => ({
    key,
    title,
    align: 'right' as const,
    render: (_value: unknown, row: Module) => <Count value={row[key]} />,
  })
  const columns: TableColumnsType<Module> = [
    {
      key: 'module',
      title: t('team.module'),
      render: (_value, { module, label }) =>
        module === null ? (
          name(label)
        ) : (
          <button type="button" className="link" onClick={() => onChange(changed(search, { tab: 'assign', module }))}>
            {name(label)}
          </button>
        ),
    },
    figure('open', t('supervisor.open')),
    figure('due', t('workbench.show.due')),
    figure('later', t('workbench.show.later')),
    {
      key: 'overdue',
      title: t('team.late'),
      align: 'right',
      render: (_value, { overdue }) => (
        <span className={overdue > 0 ? 'bad strong' : ''}>
          <Count value={overdue} />
        </span>
      ),
    },
    figure('unassigned', t('supervisor.unassigned')),
    figure('doneToday', t('supervisor.doneToday')),
  ]
  return (
    <PlainTable<Module>
      of={query}
      rows={query.data?.items ?? []}
      rowKey={({ module }) => module ?? ''}
      columns={columns}
      empty={<EmptyState title={t('supervisor.noTasks')} hint={t('supervisor.noTasksHint')} />}
    />
  )
}
