import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { PageFrame } from '../../page/page-frame.tsx'
import { Select, Tabs } from '../../ui/antd.ts'
import { useMe } from '../session/use-me.ts'
import { AssignTasks } from './assign-tasks.tsx'
import { People } from './people.tsx'
import { Plans } from './plans.tsx'
import { Pools } from './pools.tsx'
import type { SupervisorSearch, SupervisorTab } from './supervisor-search.ts'

/** Pools and people of a region; whoever may, shares the work out. */
export const SupervisorPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/supervisor' })
  const navigate = useNavigate({ from: '/supervisor' })
  const { permissions } = useMe()
  const change = (next: SupervisorSearch): void => void navigate({ search: next })
  const maySee = (permission: (typeof permissions)[number]): boolean => permissions.includes(permission)
  const tabs = [
    maySee('pools.view')
      ? { key: 'pools', label: t('supervisor.pools'), children: <Pools search={search} onChange={change} /> }
      : undefined,
    maySee('people.view')
      ? { key: 'people', label: t('supervisor.people'), children: <People search={search} onChange={change} /> }
      : undefined,
    maySee('tasks.view') ? { key: 'plans', label: t('supervisor.plans'), children: <Plans /> } : undefined,
    maySee('tasks.view')
      ? {
          key: 'assign',
          label: t(maySee('tasks.assign') ? 'supervisor.assign' : 'supervisor.tasks'),
          children: <AssignTasks search={search} onChange={change} mayAssign={maySee('tasks.assign')} />,
        }
      : undefined,
  ].filter((tab) => tab !== undefined)
  return (
    <PageFrame title={t('nav.supervisor')} actions={<UnitSelect search={search} onChange={change} />}>
      <Tabs
        activeKey={search.tab ?? 'pools'}
        onChange={(tab) => change({ ...search, tab: tab as SupervisorTab })}
        destroyOnHidden
        items={tabs}
      />
    </PageFrame>
  )
}

type UnitProps = { readonly search: SupervisorSearch; readonly onChange: (search: SupervisorSearch) => void }

const UnitSelect = ({ search, onChange }: UnitProps): ReactElement | null => {
  const { t } = useTranslation()
  const { units } = useCatalogue()
  if (units.length < 2) return null
  const { unit, ...rest } = search
  return (
    <Select
      aria-label={t('customer.unit')}
      placeholder={t('customers.anyUnit')}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width: 220 }}
      value={unit ?? null}
      onChange={(chosen: string | null) => onChange(chosen ? { ...rest, unit: chosen } : rest)}
      options={units.map(({ unitId, name }) => ({ value: unitId, label: name }))}
    />
  )
}
