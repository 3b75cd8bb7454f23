import { useQuery } from '@tanstack/react-query'
import type { Person, PersonWeek } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { PlainTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { Drawer, type TableColumnsType } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { PersonDetail } from './person-detail.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import type { SupervisorSearch } from './supervisor-search.ts'
import { WeekBar } from './week-bar.tsx'

type Props = {
  readonly search: SupervisorSearch
  readonly onChange: (search: SupervisorSearch) => void
  readonly mayAssign: boolean
}

/** Who holds how much against the hours they have this week, who is late and who is away; a click shows the person. */
export const People = ({ search, onChange, mayAssign }: Props): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(supervisorQueries.people(search.unit))
  const capacity = useQuery(supervisorQueries.capacity(search.unit, 1))
  const weekOf = new Map((capacity.data?.items ?? []).map((week) => [week.staff.staffId, week]))
  const open = (person: string | undefined): void => onChange(changed(search, { person }))
  return (
    <>
      <PlainTable<Person>
        of={query}
        rows={query.data?.items ?? []}
        rowKey="staffId"
        columns={usePeopleColumns(weekOf, open)}
        empty={<EmptyState title={t('supervisor.noPeople')} />}
      />
      <Drawer open={search.person !== undefined} onClose={() => open(undefined)} title={t('team.person')} size={760}>
        {search.person ? (
          <PersonDetail
            staffId={search.person}
            mayAssign={mayAssign}
            onQueue={() => onChange({ tab: 'assign', ...(search.person ? { assignee: search.person } : {}) })}
          />
        ) : null}
      </Drawer>
    </>
  )
}

const usePeopleColumns = (
  weekOf: ReadonlyMap<string, PersonWeek>,
  onOpen: (staffId: string) => void,
): TableColumnsType<Person> => {
  const { t } = useTranslation()
  const figure = (key: 'open' | 'due' | 'doneToday', title: string) => ({
    key,
    title,
    align: 'right' as const,
    sorter: (a: Person, b: Person) => a[key] - b[key],
    render: (_value: unknown, person: Person) => <Count value={person[key]} />,
  })
  return [
    {
      key: 'name',
      title: t('supervisor.person'),
      render: (_value, { staffId, name, away }) => (
        <span className="row">
          <button type="button" className="link" onClick={() => onOpen(staffId)}>
            {name}
          </button>
          {away ? <span className="chip chip-warn">{t('team.awayUntil', { date: away.toDay })}</span> : null}
        </span>
      ),
    },
    { key: 'role', title: t('supervisor.role'), render: (_value, { role }) => t(`role.${role}`) },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit.name },
    figure('open', t('supervisor.open')),
    figure('due', t('workbench.show.due')),
    {
      key: 'escalated',
      title: t('team.stage.escalate'),
      align: 'right',
      sorter: (a, b) => a.escalated - b.escalated,
      render: (_value, { escalated }) => (
        <span className={escalated > 0 ? 'bad strong' : ''}>
          <Count value={escalated} />
        </span>
      ),
    },
    figure('doneToday', t('supervisor.doneToday')),
    {
      key: 'capacity',
      title: t('team.thisWeek'),
      width: 240,
      render: (_value, { staffId }) => <WeekBar week={weekOf.get(staffId)} />,
    },
    {
      key: 'substitute',
      title: t('team.substitute'),
      render: (_value, { away }) => away?.substitute?.name ?? (away ? t('team.nobodyStandsIn') : null),
    },
  ]
}
