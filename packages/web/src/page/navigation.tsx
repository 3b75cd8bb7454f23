import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  CloudSyncOutlined,
  ExperimentOutlined,
  PhoneOutlined,
  RiseOutlined,
  ScheduleOutlined,
  SolutionOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { Me, Permission } from '@tend/contract'
import type { ReactNode } from 'react'

export type Destination = {
  readonly to:
    | '/workbench'
    | '/appointments'
    | '/customers'
    | '/supervisor'
    | '/boards'
    | '/near-line'
    | '/studio'
    | '/runs'
    | '/audit'
    | '/users'
  readonly text:
    | 'nav.workbench'
    | 'nav.appointments'
    | 'nav.customers'
    | 'nav.supervisor'
    | 'nav.boards'
    | 'nav.nearLine'
    | 'nav.studio'
    | 'nav.runs'
    | 'nav.audit'
    | 'nav.users'
  readonly icon: ReactNode
  /** Any of these opens the page. */
  readonly needs: readonly Permission[]
}

const destinations: readonly Destination[] = [
  { to: '/workbench', text: 'nav.workbench', icon: <PhoneOutlined />, needs: ['tasks.work'] },
  { to: '/appointments', text: 'nav.appointments', icon: <ScheduleOutlined />, needs: ['tasks.work'] },
  { to: '/customers', text: 'nav.customers', icon: <SolutionOutlined />, needs: ['customers.search'] },
  { to: '/supervisor', text: 'nav.supervisor', icon: <ApartmentOutlined />, needs: ['people.view', 'pools.view'] },
  { to: '/boards', text: 'nav.boards', icon: <BarChartOutlined />, needs: ['boards.view'] },
  { to: '/near-line', text: 'nav.nearLine', icon: <RiseOutlined />, needs: ['near_line.view'] },
  { to: '/studio', text: 'nav.studio', icon: <ExperimentOutlined />, needs: ['studio.view'] },
  { to: '/runs', text: 'nav.runs', icon: <CloudSyncOutlined />, needs: ['runs.view'] },
  { to: '/audit', text: 'nav.audit', icon: <AuditOutlined />, needs: ['audit.view'] },
  { to: '/users', text: 'nav.users', icon: <TeamOutlined />, needs: ['users.manage'] },
]

/** Pages that this person may open, in the order of the menu; the first that is theirs is their home. */
export const destinationsOf = (permissions: Me['permissions']): readonly Destination[] =>
  destinations.filter(({ needs }) => needs.some((need) => permissions.includes(need)))

/** A supervisor's morning starts with pools and people, everybody else's with the first page that is theirs. */
export const homeOf = (me: Me): Destination | undefined => {
  const open = destinationsOf(me.permissions)
  return open.find(({ to }) => to === '/supervisor' && me.permissions.includes('tasks.assign')) ?? open[0]
}
