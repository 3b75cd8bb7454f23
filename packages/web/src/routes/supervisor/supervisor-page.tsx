import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Permission } from '@tend/contract'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { PageFrame } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { Tabs } from '../../ui/antd.ts'
import { Absences } from '../absences/absences.tsx'
import { useMe } from '../session/use-me.ts'
import { AssignTasks } from './assign-tasks.tsx'
import { Dialler } from './dialler.tsx'
import { Modules } from './modules.tsx'
import { Overdue } from './overdue.tsx'
import { People } from './people.tsx'
import { Plans } from './plans.tsx'
import { Pools } from './pools.tsx'
import { Results } from './results.tsx'
import type { SupervisorSearch, SupervisorTab } from './supervisor-search.ts'

type Tab = {
  readonly key: SupervisorTab
  readonly needs: Permission
  readonly label: string
  readonly children: ReactNode
}

/** The work of a region: pools, people and how far everything is; whoever may, shares it out. */
export const SupervisorPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/supervisor' })
  const navigate = useNavigate({ from: '/supervisor' })
  const { permissions } = useMe()
  const change = (next: SupervisorSearch): void => void navigate({ search: next })
  const mayAssign = permissions.includes('tasks.assign')
  const both = { search, onChange: change }
  const tabs: readonly Tab[] = [
    { key: 'pools', needs: 'pools.view', label: t('supervisor.pools'), children: <Pools {...both} /> },
    { key: 'modules', needs: 'tasks.view', label: t('team.modules'), children: <Modules {...both} /> },
    {
      key: 'people',
      needs: 'people.view',
      label: t('supervisor.people'),
      children: <People {...both} mayAssign={mayAssign} />,
    },
    { key: 'plans', needs: 'tasks.view', label: t('supervisor.plans'), children: <Plans search={search} /> },
    { key: 'overdue', needs: 'people.view', label: t('team.overdue'), children: <Overdue {...both} /> },
    { key: 'results', needs: 'boards.view', label: t('team.results'), children: <Results {...both} /> },
    {
      key: 'assign',
      needs: 'tasks.view',
      label: t(mayAssign ? 'supervisor.assign' : 'supervisor.tasks'),
      children: <AssignTasks {...both} mayAssign={mayAssign} />,
    },
    {
      key: 'absences',
      needs: 'absences.manage',
      label: t('absence.title'),
      children: <Absences mayManage={permissions.includes('absences.manage')} />,
    },
    { key: 'dialler', needs: 'dialler.exchange', label: t('dialler.title'), children: <Dialler /> },
  ]
  const open = tabs.filter(({ needs }) => permissions.includes(needs))
  return (
    <PageFrame
      title={t('nav.supervisor')}
      actions={<UnitSelect value={search.unit} onChange={(unit) => change(changed(search, { unit }))} />}
    >
      <Tabs
        activeKey={search.tab ?? open[0]?.key ?? 'pools'}
        onChange={(tab) => change({ tab: tab as SupervisorTab, ...(search.unit ? { unit: search.unit } : {}) })}
        destroyOnHidden
        items={open.map(({ key, label, children }) => ({ key, label, children }))}
      />
    </PageFrame>
  )
}
