import {
  ApartmentOutlined,
  AuditOutlined,
  BarChartOutlined,
  CalendarOutlined,
  CarryOutOutlined,
  CloudSyncOutlined,
  ExperimentOutlined,
  MailOutlined,
  PhoneOutlined,
  ReadOutlined,
  RiseOutlined,
  ScheduleOutlined,
  SolutionOutlined,
  TableOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { Me, Permission } from '@tend/contract'
import type { ReactNode } from 'react'

/** One's own day, the work of others, and how the house is set up. */
export const navigationGroups = ['day', 'lead', 'house'] as const

export type Destination = {
  readonly to:
    | '/workbench'
    | '/appointments'
    | '/customers'
    | '/cases'
    | '/calendar'
    | '/content'
    | '/supervisor'
    | '/plays'
    | '/messages'
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
    | 'nav.cases'
    | 'nav.calendar'
    | 'nav.content'
    | 'nav.supervisor'
    | 'nav.plays'
    | 'nav.messages'
    | 'nav.boards'
    | 'nav.nearLine'
    | 'nav.studio'
    | 'nav.runs'
    | 'nav.audit'
    | 'nav.users'
  readonly icon: ReactNode
  /** Further addresses that belong to this entry. */
  readonly also?: readonly string[]
  readonly group: (typeof navigationGroups)[number]
  /** Any of these opens the page. */
  readonly needs: readonly Permission[]
}

const destinations: readonly Destination[] = [
  { to: '/workbench', text: 'nav.workbench', icon: <PhoneOutlined />, group: 'day', needs: ['tasks.work'] },
  { to: '/appointments', text: 'nav.appointments', icon: <ScheduleOutlined />, group: 'day', needs: ['tasks.work'] },
  { to: '/customers', text: 'nav.customers', icon: <SolutionOutlined />, group: 'day', needs: ['customers.search'] },
  { to: '/cases', text: 'nav.cases', icon: <CarryOutOutlined />, group: 'day', needs: ['cases.work'] },
  {
    to: '/calendar',
    text: 'nav.calendar',
    icon: <CalendarOutlined />,
    group: 'day',
    needs: ['customers.view', 'holidays.manage'],
  },
  {
    to: '/content',
    text: 'nav.content',
    icon: <ReadOutlined />,
    group: 'day',
    needs: ['customers.view', 'content.edit', 'content.approve'],
  },
  {
    to: '/supervisor',
    text: 'nav.supervisor',
    icon: <ApartmentOutlined />,
    group: 'lead',
    needs: ['people.view', 'pools.view'],
  },
  {
    to: '/plays',
    text: 'nav.plays',
    icon: <TableOutlined />,
    also: ['/themes'],
    group: 'lead',
    needs: ['themes.manage', 'policy.view', 'studio.view'],
  },
  {
    to: '/messages',
    text: 'nav.messages',
    icon: <MailOutlined />,
    also: ['/policy'],
    group: 'lead',
    needs: ['messages.view'],
  },
  { to: '/boards', text: 'nav.boards', icon: <BarChartOutlined />, group: 'lead', needs: ['boards.view'] },
  { to: '/near-line', text: 'nav.nearLine', icon: <RiseOutlined />, group: 'lead', needs: ['near_line.view'] },
  { to: '/studio', text: 'nav.studio', icon: <ExperimentOutlined />, group: 'house', needs: ['studio.view'] },
  { to: '/runs', text: 'nav.runs', icon: <CloudSyncOutlined />, group: 'house', needs: ['runs.view'] },
  { to: '/audit', text: 'nav.audit', icon: <AuditOutlined />, group: 'house', needs: ['audit.view'] },
  { to: '/users', text: 'nav.users', icon: <TeamOutlined />, group: 'house', needs: ['users.manage'] },
]

/** Whether an address stands under an entry of the menu. */
export const isUnder = ({ to, also = [] }: Pick<Destination, 'to' | 'also'>, pathname: string): boolean =>
  [to, ...also].some((path) => pathname === path || pathname.startsWith(`${path}/`))

/** Pages that this person may open, in the order of the menu; the first that is theirs is their home. */
export const destinationsOf = (permissions: Me['permissions']): readonly Destination[] =>
  destinations.filter(({ needs }) => needs.some((need) => permissions.includes(need)))

/** A supervisor's morning starts with pools and people, everybody else's with the first page that is theirs. */
export const homeOf = (me: Me): Destination | undefined => {
  const open = destinationsOf(me.permissions)
  return open.find(({ to }) => to === '/supervisor' && me.permissions.includes('tasks.assign')) ?? open[0]
}
