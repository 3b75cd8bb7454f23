import {
  type Actor,
  appointmentPlay,
  type Task as CareTask,
  customerSensitivity,
  maskRow,
  type Named,
  overdueDaysOf,
  overdueStageOf,
} from '@tend/care'
import type { Label, TaskSummary } from '@tend/contract'
import { formatValue, type Pack, type Unit } from '@tend/pack'
import type { Directory } from '../directory.ts'
import { presentReason } from './sentence.ts'

export type TaskPresenter = {
  readonly pack: Pack
  readonly directory: Directory
  readonly actor: Actor
  readonly now: Date
}

/** A task as the reader may see it, its reason as a sentence. */
export function presentTask({ pack, directory, actor, now }: TaskPresenter, raw: CareTask): TaskSummary {
  const task = maskRow(actor, raw, customerSensitivity)
  const [leading, ...others] = task.reasons
  const at = { now, timeZone: pack.timeZone }
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
    reason: leading === undefined ? reasonOfPerson(task) : presentReason(pack, actor, leading.moment, leading.values),
    purpose: task.purpose,
    module: task.module,
    valueMinor: task.value,
    urgency: task.urgency,
    worthMinor: task.value === 0 ? null : Math.round(task.value * task.chance),
    priority: task.priority,
    terms: presentTerms(pack, task),
    effortMinutes: task.effort_minutes,
    skill: task.skill,
    theme: task.theme_id === null ? null : { themeId: String(task.theme_id), name: task.theme_name ?? '' },
    jointOf: task.joint_of === null ? null : String(task.joint_of),
    dueAt: task.due_at,
    notBefore: task.not_before,
    isReady: task.is_open && Date.parse(task.not_before) <= now.getTime(),
    timeBand: task.time_band,
    appointmentAt: task.appointment_at,
    state: stateOf(task, now),
    isLate: lateFrom(task) < (task.closed_at === null ? now.getTime() : Date.parse(task.closed_at)),
    overdueDays: task.is_open ? overdueDaysOf(task.due_at, at) : 0,
    overdue: task.is_open ? overdueStageOf(task.due_at, pack.work, at) : null,
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

/** Whom free text about a task may name. */
export const namedOf = ({ customer_name, customer_phone }: CareTask): Named => ({
  name: customer_name,
  phone: customer_phone,
  id_number: null,
})

const levelsOf = (pack: Pack, card: CareTask['card']): Record<string, string | null> =>
  Object.fromEntries(
    [...pack.schemes.keys()].map((scheme) => [scheme, typeof card[scheme] === 'string' ? card[scheme] : null]),
  )

/** Nobody noticed anything: people agreed a time. */
const reasonOfPerson = ({ play }: CareTask): Label =>
  play === appointmentPlay
    ? { zh: '与客户约定的联系。', en: 'A contact agreed with the customer.' }
    : { zh: '约定的再次联系。', en: 'An agreed further contact.' }

type Term = TaskSummary['terms'][number]

const termLabels: Readonly<Record<Term['id'], Label>> = {
  value: { zh: '涉及金额', en: 'Value at stake' },
  chance: { zh: '可改变的可能', en: 'Chance to change it' },
  urgency: { zh: '紧迫程度', en: 'Urgency' },
  effort: { zh: '所需工时（小时）', en: 'Effort in hours' },
  service_value: { zh: '服务价值', en: 'Service value' },
}

/** What the priority follows from, each figure with its words. */
function presentTerms({ currency }: Pack, task: CareTask): Term[] {
  const hours = task.effort_minutes / 60
  const term = (id: Term['id'], value: number, unit: Unit, shown: number = value): Term => ({
    id,
    label: termLabels[id],
    value,
    text: { zh: formatValue(shown, unit, 'zh', currency), en: formatValue(shown, unit, 'en', currency) },
  })
  return [
    ...(task.value === 0 ? [] : [term('value', task.value / 10 ** currency.decimals, 'money', task.value)]),
    term('chance', task.chance, 'ratio'),
    term('urgency', task.urgency, 'ratio'),
    term('effort', hours, 'number'),
    term('service_value', task.service_value, 'ratio'),
  ]
}

function stateOf(task: CareTask, now: Date): TaskSummary['state'] {
  if (!task.is_open) return 'done'
  return Date.parse(task.due_at) <= now.getTime() ? 'due' : 'later'
}

const dayMs = 86_400_000

/** An appointment is late from its minute, other work when the day that it was due on has passed; as care's counts have it. */
const lateFrom = (task: CareTask): number =>
  task.appointment_at === null ? Date.parse(task.due_at) + dayMs : Date.parse(task.appointment_at)
