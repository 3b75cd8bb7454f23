import { type Actor, type Task as CareTask, customerSensitivity, maskRow } from '@tend/care'
import type { TaskSummary } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Directory } from '../directory.ts'
import { presentReason } from './sentence.ts'

type Presenter = { readonly pack: Pack; readonly directory: Directory; readonly actor: Actor; readonly now: Date }

/** A task as the reader may see it, its reason as a sentence. */
export function presentTask({ pack, directory, actor, now }: Presenter, raw: CareTask): TaskSummary {
  const task = maskRow(actor, raw, customerSensitivity)
  const [leading, ...others] = task.reasons
  return {
    taskId: String(task.task_id),
    pool: task.pool,
    isOpen: task.is_open,
    customer: {
      customerId: task.customer_id,
      name: task.customer_name,
      phone: task.customer_phone,
      levels: levelsOf(pack, task.card),
    },
    play: task.play,
    contactLabel: task.contact_label,
    channel: task.channel,
    moment: leading?.moment ?? '',
    alsoMoments: others.map(({ moment }) => moment),
    reason: leading === undefined ? followUpReason : presentReason(pack, actor, leading.moment, leading.values),
    valueMinor: task.value,
    urgency: task.urgency,
    worthMinor: Math.round(task.value * task.urgency),
    dueAt: task.due_at,
    notBefore: task.not_before,
    isReady: task.is_open && Date.parse(task.not_before) <= now.getTime(),
    timeBand: task.time_band,
    appointmentAt: task.appointment_at,
    state: stateOf(task, now),
    isLate: lateFrom(task) < (task.closed_at === null ? now.getTime() : Date.parse(task.closed_at)),
    attempts: task.attempts,
    maxAttempts: task.max_attempts,
    assignee:
      task.assignee_id === null ? null : { staffId: task.assignee_id, name: directory.staffName(task.assignee_id) },
    unit: { unitId: task.unit_id, name: directory.unitName(task.unit_id) },
    outcome: task.outcome,
    createdAt: task.created_at,
    closedAt: task.closed_at,
  }
}

const levelsOf = (pack: Pack, card: CareTask['card']): Record<string, string | null> =>
  Object.fromEntries(
    [...pack.schemes.keys()].map((scheme) => [scheme, typeof card[scheme] === 'string' ? card[scheme] : null]),
  )

const followUpReason = { zh: '约定的再次联系。', en: 'An agreed further contact.' }

function stateOf(task: CareTask, now: Date): TaskSummary['state'] {
  if (!task.is_open) return 'done'
  return Date.parse(task.due_at) <= now.getTime() ? 'due' : 'later'
}

const dayMs = 86_400_000

/** An appointment is late from its minute, other work when the day that it was due on has passed; as care's counts have it. */
const lateFrom = (task: CareTask): number =>
  task.appointment_at === null ? Date.parse(task.due_at) + dayMs : Date.parse(task.appointment_at)
