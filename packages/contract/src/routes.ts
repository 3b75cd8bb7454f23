import type { z } from 'zod'
import { absenceRoutes } from './absences.ts'
import { auditRoutes, userRoutes } from './admin.ts'
import { appointmentRoutes } from './appointments.ts'
import { calendarRoutes } from './calendar.ts'
import { caseRoutes } from './cases.ts'
import { catalogueRoutes } from './catalogue.ts'
import { consentRoutes } from './consents.ts'
import { contactRoutes } from './contacts.ts'
import { contentRoutes } from './content.ts'
import { customerRoutes } from './customers.ts'
import { diallerRoutes } from './dialler.ts'
import { eventRoutes } from './events.ts'
import { messageRoutes } from './messages.ts'
import { modelRoutes } from './models.ts'
import { nearLineRoutes } from './near-line.ts'
import { playRoutes } from './plays.ts'
import { policyRoutes } from './policy.ts'
import type { Route } from './route.ts'
import { importRoutes, runRoutes } from './runs.ts'
import { sessionRoutes } from './session.ts'
import { studioRoutes } from './studio.ts'
import { studioJobRoutes } from './studio-jobs.ts'
import { supervisorRoutes } from './supervisor.ts'
import { taskRoutes } from './tasks.ts'

/** Everything that crosses HTTP, by the name that the client calls it by. */
export const routes = {
  ...sessionRoutes,
  ...catalogueRoutes,
  ...taskRoutes,
  ...appointmentRoutes,
  ...absenceRoutes,
  ...playRoutes,
  ...customerRoutes,
  ...eventRoutes,
  ...supervisorRoutes,
  ...importRoutes,
  ...runRoutes,
  ...studioRoutes,
  ...studioJobRoutes,
  ...nearLineRoutes,
  ...modelRoutes,
  ...consentRoutes,
  ...policyRoutes,
  ...calendarRoutes,
  ...messageRoutes,
  ...contactRoutes,
  ...caseRoutes,
  ...diallerRoutes,
  ...contentRoutes,
  ...auditRoutes,
  ...userRoutes,
} as const satisfies Record<string, Route>

export type Routes = typeof routes
export type RouteName = keyof Routes
export const routeNames = Object.keys(routes) as readonly RouteName[]

type SchemaOf<Name extends RouteName, Part extends 'params' | 'query' | 'body'> =
  Routes[Name] extends Readonly<Record<Part, infer Schema>> ? Schema : undefined

type PartIn<Name extends RouteName, Part extends 'params' | 'query' | 'body'> =
  SchemaOf<Name, Part> extends z.ZodType ? z.input<SchemaOf<Name, Part>> : undefined

type PartOut<Name extends RouteName, Part extends 'params' | 'query' | 'body'> =
  SchemaOf<Name, Part> extends z.ZodType ? z.output<SchemaOf<Name, Part>> : undefined

/** Parts as the caller writes them; a part is optional where every field of it is. */
type Given<Part extends string, Value> = Value extends undefined
  ? { readonly [Key in Part]?: undefined }
  : Record<never, never> extends Value
    ? { readonly [Key in Part]?: Value }
    : { readonly [Key in Part]: Value }

export type RouteInput<Name extends RouteName> = Given<'params', PartIn<Name, 'params'>> &
  Given<'query', PartIn<Name, 'query'>> &
  Given<'body', PartIn<Name, 'body'>>

/** Parts as the handler reads them: checked, converted, defaults filled in. */
export type RouteRequest<Name extends RouteName> = {
  readonly params: PartOut<Name, 'params'>
  readonly query: PartOut<Name, 'query'>
  readonly body: PartOut<Name, 'body'>
}

export type RouteResponse<Name extends RouteName> = z.output<Routes[Name]['response']>
