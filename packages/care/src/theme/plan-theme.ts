import { compile, type Expression, type Pack, type Play } from '@tend/pack'
import { instantAt } from '../days.ts'
import type { MomentRow } from '../moment/moment.ts'
import { columnsOfPlay, createPlanner, type PlanContext, type PlannedOne } from '../play/plan.ts'
import type { PlannedWork } from '../play/work.ts'

/** What of a theme decides about its work. `value`: what is at stake with a customer, in money; nothing where it is absent. */
export type ThemePlan = {
  readonly themeId: number
  readonly name: string
  readonly goal: string
  readonly play: Play
  readonly value: Expression | undefined
  readonly startsOn: string
  readonly endsOn: string
}

/** The occurrence that a theme makes of each of its customers; no moment of a pack has such an id. */
export const themeMoment = '@theme'

type Row = Readonly<Record<string, unknown>>

/** Wide-row columns that a theme reads besides customer, unit and owner, sorted. */
export const columnsOfTheme = (pack: Pack, { play, value }: Pick<ThemePlan, 'play' | 'value'>): string[] =>
  [...new Set([...columnsOfPlay(pack, play), ...(value?.names ?? [])])].sort()

/**
 * What a theme wants for a customer's row, or what of the play speaks against it. Its work lies between its days: it may be done from the first and is due by
 * the last. Pure.
 */
export const createThemePlanner = (pack: Pack, theme: ThemePlan, context: PlanContext): ((row: Row) => PlannedOne) => {
  const plan = createPlanner(pack, theme.play, context)
  const occurrenceOf = createOccurrence(pack, theme, context)
  const fit = createTimes(pack, theme, context)
  return (row) => {
    const planned = plan({ moment: occurrenceOf(row), row })
    return planned.kind === 'work' ? { kind: 'work', work: fit(planned.work) } : planned
  }
}

const createOccurrence = (pack: Pack, theme: ThemePlan, { asOf }: PlanContext): ((row: Row) => MomentRow) => {
  const { decimals } = pack.currency
  const readValue = theme.value && compile(theme.value, { decimals })
  const reason = { theme: theme.name, goal: theme.goal }
  return (row) => {
    const customerId = String(row.customer_id)
    const value = readValue?.(row, asOf)
    return {
      moment_id: `${themeMoment}|${theme.themeId}|${customerId}`,
      customer_id: customerId,
      unit_id: String(row.unit_id),
      owner_id: typeof row.owner_id === 'string' ? row.owner_id : null,
      moment: themeMoment,
      key: String(theme.themeId),
      fired_on: theme.startsOn,
      due_on: theme.endsOn,
      expires_on: theme.endsOn,
      value: typeof value === 'number' && value > 0 ? Math.round(value * 10 ** decimals) : 0,
      // It is wanted within its days, whoever the customer is.
      urgency: 1,
      priority: 0,
      reason,
    }
  }
}

const createTimes = (pack: Pack, theme: ThemePlan, { today }: PlanContext): ((work: PlannedWork) => PlannedWork) => {
  const { startsOn, endsOn, themeId } = theme
  const isAhead = startsOn > today
  const notBefore = isAhead ? { notBefore: instantAt(startsOn, '00:00', pack.timeZone) } : {}
  return (work) => ({
    ...work,
    tasks: work.tasks.map((task) => ({
      ...task,
      dueOn: endsOn,
      notBeforeOn: isAhead ? startsOn : today,
      themeId,
    })),
    messages: work.messages.map((message) => ({ ...message, ...notBefore, themeId })),
  })
}
