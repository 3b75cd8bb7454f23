import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { isSignedOut } from './api/failure.ts'
import { catalogueQuery } from './catalogue/catalogue.ts'
import { Frame } from './page/frame.tsx'
import { homeOf } from './page/navigation.tsx'
import { RouteFailure, RouteMissing, RoutePending } from './page/route-states.tsx'
import { readAppointmentsSearch } from './routes/appointments/appointments-search.ts'
import { readAuditSearch } from './routes/audit/audit-search.ts'
import { readBoardsSearch } from './routes/boards/boards-search.ts'
import { readCalendarSearch } from './routes/calendar/calendar-search.ts'
import { readCasesSearch } from './routes/cases/cases-search.ts'
import { readContentSearch } from './routes/content/content-search.ts'
import { readCustomerSearch } from './routes/customers/customer-search.ts'
import { readCustomersSearch } from './routes/customers/customers-search.ts'
import { readMessagesSearch, readTemplatesSearch } from './routes/messages/messages-search.ts'
import { readNearLineSearch } from './routes/near-line/near-line-search.ts'
import { readPlaysSearch, readTodaySearch } from './routes/plays/plays-search.ts'
import { readPolicySearch } from './routes/policy/policy-search.ts'
import { readRunsSearch } from './routes/runs/runs-search.ts'
import { sessionQueries } from './routes/session/session.queries.ts'
import {
  readBacktestSearch,
  readDefinitionSearch,
  readStudioSearch,
  readVersionSearch,
} from './routes/studio/studio-search.ts'
import { readSupervisorSearch } from './routes/supervisor/supervisor-search.ts'
import { readThemesSearch } from './routes/themes/themes-search.ts'
import { readWorkbenchSearch } from './routes/workbench/workbench-search.ts'
import { parseSearch, stringifySearch, textParam } from './search-params.ts'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

/** Only a path of this site may follow a sign-in. */
const localPath = (next: string | undefined): { next?: string } => (next && /^\/(?![/\\])/.test(next) ? { next } : {})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>): { next?: string } => localPath(textParam(raw['next'])),
  component: lazyRouteComponent(() => import('./routes/session/sign-in-page.tsx'), 'SignInPage'),
})

/** Everything behind the door: who is signed in and what the pack defines are known before a page is drawn. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  beforeLoad: async ({ context: { queryClient }, location }) => {
    try {
      return { me: await queryClient.ensureQueryData(sessionQueries.me()) }
    } catch (error) {
      if (isSignedOut(error))
        throw redirect({ to: '/sign-in', search: localPath(location.href === '/' ? undefined : location.href) })
      throw error
    }
  },
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(catalogueQuery()),
  component: Frame,
})

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ context: { me } }) => {
    const to = homeOf(me)?.to
    if (to) throw redirect({ to, replace: true })
  },
})

const workbench = createRoute({
  getParentRoute: () => inside,
  path: '/workbench',
  validateSearch: readWorkbenchSearch,
  component: lazyRouteComponent(() => import('./routes/workbench/workbench-page.tsx'), 'WorkbenchPage'),
})

const appointments = createRoute({
  getParentRoute: () => inside,
  path: '/appointments',
  validateSearch: readAppointmentsSearch,
  component: lazyRouteComponent(() => import('./routes/appointments/appointments-page.tsx'), 'AppointmentsPage'),
})

const absences = createRoute({
  getParentRoute: () => inside,
  path: '/absences',
  component: lazyRouteComponent(() => import('./routes/absences/absences-page.tsx'), 'AbsencesPage'),
})

const customers = createRoute({
  getParentRoute: () => inside,
  path: '/customers',
  validateSearch: readCustomersSearch,
  component: lazyRouteComponent(() => import('./routes/customers/customers-page.tsx'), 'CustomersPage'),
})

const customer = createRoute({
  getParentRoute: () => inside,
  path: '/customers/$customerId',
  validateSearch: readCustomerSearch,
  component: lazyRouteComponent(() => import('./routes/customers/customer-page.tsx'), 'CustomerPage'),
})

const supervisor = createRoute({
  getParentRoute: () => inside,
  path: '/supervisor',
  validateSearch: readSupervisorSearch,
  component: lazyRouteComponent(() => import('./routes/supervisor/supervisor-page.tsx'), 'SupervisorPage'),
})

const plays = createRoute({
  getParentRoute: () => inside,
  path: '/plays',
  validateSearch: readPlaysSearch,
  component: lazyRouteComponent(() => import('./routes/plays/strategy-page.tsx'), 'StrategyPage'),
})

const playsToday = createRoute({
  getParentRoute: () => inside,
  path: '/plays/today',
  validateSearch: readTodaySearch,
  component: lazyRouteComponent(() => import('./routes/plays/today-page.tsx'), 'TodayPage'),
})

const themes = createRoute({
  getParentRoute: () => inside,
  path: '/themes',
  validateSearch: readThemesSearch,
  component: lazyRouteComponent(() => import('./routes/themes/themes-page.tsx'), 'ThemesPage'),
})

const newTheme = createRoute({
  getParentRoute: () => inside,
  path: '/themes/new',
  component: lazyRouteComponent(() => import('./routes/themes/new-theme-page.tsx'), 'NewThemePage'),
})

const theme = createRoute({
  getParentRoute: () => inside,
  path: '/themes/$themeId',
  component: lazyRouteComponent(() => import('./routes/themes/theme-page.tsx'), 'ThemePage'),
})

const messages = createRoute({
  getParentRoute: () => inside,
  path: '/messages',
  validateSearch: readMessagesSearch,
  component: lazyRouteComponent(() => import('./routes/messages/messages-page.tsx'), 'MessagesPage'),
})

const templates = createRoute({
  getParentRoute: () => inside,
  path: '/messages/templates',
  validateSearch: readTemplatesSearch,
  component: lazyRouteComponent(() => import('./routes/messages/templates-page.tsx'), 'TemplatesPage'),
})

const letters = createRoute({
  getParentRoute: () => inside,
  path: '/messages/letters',
  component: lazyRouteComponent(() => import('./routes/messages/letters-page.tsx'), 'LettersPage'),
})

const message = createRoute({
  getParentRoute: () => inside,
  path: '/messages/$messageId',
  component: lazyRouteComponent(() => import('./routes/messages/message-page.tsx'), 'MessagePage'),
})

const policy = createRoute({
  getParentRoute: () => inside,
  path: '/policy',
  validateSearch: readPolicySearch,
  component: lazyRouteComponent(() => import('./routes/policy/policy-page.tsx'), 'PolicyPage'),
})

const calendar = createRoute({
  getParentRoute: () => inside,
  path: '/calendar',
  validateSearch: readCalendarSearch,
  component: lazyRouteComponent(() => import('./routes/calendar/calendar-page.tsx'), 'CalendarPage'),
})

const cases = createRoute({
  getParentRoute: () => inside,
  path: '/cases',
  validateSearch: readCasesSearch,
  component: lazyRouteComponent(() => import('./routes/cases/cases-page.tsx'), 'CasesPage'),
})

const careCase = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$caseId',
  component: lazyRouteComponent(() => import('./routes/cases/case-page.tsx'), 'CasePage'),
})

const content = createRoute({
  getParentRoute: () => inside,
  path: '/content',
  validateSearch: readContentSearch,
  component: lazyRouteComponent(() => import('./routes/content/content-page.tsx'), 'ContentPage'),
})

const boards = createRoute({
  getParentRoute: () => inside,
  path: '/boards',
  validateSearch: readBoardsSearch,
  component: lazyRouteComponent(() => import('./routes/boards/boards-page.tsx'), 'BoardsPage'),
})

const nearLine = createRoute({
  getParentRoute: () => inside,
  path: '/near-line',
  validateSearch: readNearLineSearch,
  component: lazyRouteComponent(() => import('./routes/near-line/near-line-page.tsx'), 'NearLinePage'),
})

const studio = createRoute({
  getParentRoute: () => inside,
  path: '/studio',
  validateSearch: readStudioSearch,
  component: lazyRouteComponent(() => import('./routes/studio/catalogue-page.tsx'), 'StudioCataloguePage'),
})

const definition = createRoute({
  getParentRoute: () => inside,
  path: '/studio/definitions/$kind/$definitionId',
  validateSearch: readDefinitionSearch,
  component: lazyRouteComponent(() => import('./routes/studio/definition-page.tsx'), 'DefinitionPage'),
})

const versions = createRoute({
  getParentRoute: () => inside,
  path: '/studio/versions',
  component: lazyRouteComponent(() => import('./routes/studio/versions-page.tsx'), 'VersionsPage'),
})

const version = createRoute({
  getParentRoute: () => inside,
  path: '/studio/versions/$version',
  validateSearch: readVersionSearch,
  component: lazyRouteComponent(() => import('./routes/studio/version-page.tsx'), 'VersionPage'),
})

const models = createRoute({
  getParentRoute: () => inside,
  path: '/studio/models',
  component: lazyRouteComponent(() => import('./routes/studio/models-page.tsx'), 'ModelsPage'),
})

const backtest = createRoute({
  getParentRoute: () => inside,
  path: '/studio/backtest',
  validateSearch: readBacktestSearch,
  component: lazyRouteComponent(() => import('./routes/studio/backtest-page.tsx'), 'BacktestPage'),
})

const runs = createRoute({
  getParentRoute: () => inside,
  path: '/runs',
  validateSearch: readRunsSearch,
  component: lazyRouteComponent(() => import('./routes/runs/runs-page.tsx'), 'RunsPage'),
})

const audit = createRoute({
  getParentRoute: () => inside,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./routes/audit/audit-page.tsx'), 'AuditPage'),
})

const users = createRoute({
  getParentRoute: () => inside,
  path: '/users',
  validateSearch: (raw: Record<string, unknown>): { search?: string } => {
    const search = textParam(raw['search'])
    return search ? { search } : {}
  },
  component: lazyRouteComponent(() => import('./routes/users/users-page.tsx'), 'UsersPage'),
})

const routeTree = root.addChildren([
  signIn,
  inside.addChildren([
    home,
    workbench,
    appointments,
    absences,
    customers,
    customer,
    supervisor,
    plays,
    playsToday,
    themes,
    newTheme,
    theme,
    messages,
    templates,
    letters,
    message,
    policy,
    calendar,
    cases,
    careCase,
    content,
    boards,
    nearLine,
    studio,
    definition,
    versions,
    version,
    backtest,
    models,
    runs,
    audit,
    users,
  ]),
])

export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingComponent: RoutePending,
    defaultErrorComponent: RouteFailure,
    defaultNotFoundComponent: RouteMissing,
    scrollRestoration: true,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
