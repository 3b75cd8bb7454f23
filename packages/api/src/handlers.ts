import type { Handlers } from './call.ts'
import { absenceHandlers } from './handlers/absences.ts'
import { auditHandlers, userHandlers } from './handlers/admin.ts'
import { appointmentHandlers } from './handlers/appointments.ts'
import { calendarHandlers } from './handlers/calendar.ts'
import { caseHandlers } from './handlers/cases.ts'
import { catalogueHandlers } from './handlers/catalogue.ts'
import { consentHandlers } from './handlers/consents.ts'
import { contactHandlers } from './handlers/contacts.ts'
import { contentHandlers } from './handlers/content.ts'
import { customerCommandHandlers } from './handlers/customer-commands.ts'
import { customerHandlers } from './handlers/customers.ts'
import { diallerHandlers } from './handlers/dialler.ts'
import { eventHandlers } from './handlers/events.ts'
import { importHandlers } from './handlers/imports.ts'
import { messageHandlers } from './handlers/messages.ts'
import { modelHandlers } from './handlers/models.ts'
import { nearLineHandlers } from './handlers/near-line.ts'
import { playHandlers } from './handlers/plays.ts'
import { policyHandlers } from './handlers/policy.ts'
import { runHandlers } from './handlers/runs.ts'
import { sessionHandlers } from './handlers/session.ts'
import { studioHandlers } from './handlers/studio.ts'
import { studioJobHandlers } from './handlers/studio-jobs.ts'
import { supervisorHandlers } from './handlers/supervisor.ts'
import { taskHandlers } from './handlers/tasks.ts'

/** Total: a route of the contract without a handler does not compile. */
export const handlers: Handlers = {
  ...sessionHandlers,
  ...catalogueHandlers,
  ...taskHandlers,
  ...appointmentHandlers,
  ...absenceHandlers,
  ...playHandlers,
  ...customerHandlers,
  ...customerCommandHandlers,
  ...supervisorHandlers,
  ...importHandlers,
  ...eventHandlers,
  ...runHandlers,
  ...studioHandlers,
  ...studioJobHandlers,
  ...nearLineHandlers,
  ...modelHandlers,
  ...messageHandlers,
  ...consentHandlers,
  ...policyHandlers,
  ...calendarHandlers,
  ...contactHandlers,
  ...caseHandlers,
  ...diallerHandlers,
  ...contentHandlers,
  ...auditHandlers,
  ...userHandlers,
}
