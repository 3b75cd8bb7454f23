import { type Axis, type Level, renderSql, type Scheme } from '@tend/pack'
import type { SchemePlan } from '../plan/plan.ts'
import { daysOfLevel, levelColumn } from './manual.ts'
import { schemeColumn as at } from './names.ts'
import { quoteIdentifier, quoteText } from './sql.ts'
import type { RenderContext } from './values.ts'

export type Matrix = Extract<Scheme, { variant: 'matrix' }>

const axes = ['x', 'y'] as const

/** Whether a cut depends on everybody, and so needs a look at all customers first. */
export function hasSharedCut({ x, y }: Matrix): boolean {
  return 'share' in x.cut || 'share' in y.cut
}

/** What the cuts read of each customer: both metrics, and one or zero for whether the table judges the customer. */
export function cutInputs({ scheme }: SchemePlan<Matrix>, context: RenderContext): readonly string[] {
  const reached = [
    ...(scheme.among ? [renderSql(scheme.among, context)] : []),
    ...entering(scheme).map((level) => `not ${renderSql(level.enter, context)}`),
  ]
  const isJudged = reached.length === 0 ? '1' : `case when ${reached.join(' and ')} then 1 else 0 end`
  return [`${isJudged} as ${quoteIdentifier(at.isCounted(scheme.id))}`]
}

/** One row: for each axis with a share, the value that this share of the judged customers stay below (continuous percentile). */
export function renderCuts({ scheme, metrics }: SchemePlan<Matrix>, inputs: string, context: RenderContext): string {
  const ofInputs: RenderContext = { ...context, column: (name) => `i.${quoteIdentifier(name)}` }
  const cuts = axes.flatMap((axis) => {
    const { cut } = scheme[axis]
    const metric = metrics?.[axis]
    return 'share' in cut && metric
      ? [`percentile_cont(${cut.share}) within group (order by ${renderSql(metric, ofInputs)}) as ${axis}_cut`]
      : []
  })
  return `select ${cuts.join(', ')}\nfrom ${inputs} i\nwhere i.${quoteIdentifier(at.isCounted(scheme.id))} = 1`
}

/**
 * Levels with a rule of their own come first, in list order (S165: F and E); then the cell in which the customer lies. A metric that reaches its cut
 * is high; an unknown one is low, and so is everybody's while nobody gives a cut.
 */
export function matrixPasses(
  plan: SchemePlan<Matrix>,
  cuts: string,
  context: RenderContext,
): readonly (readonly string[])[] {
  const { scheme, metrics } = plan
  const isHigh = (axis: 'x' | 'y') => {
    if (!metrics) throw new Error(`${scheme.id} has no metrics`)
    return `coalesce(${renderSql(metrics[axis], context)} >= ${context.column(at.cut(scheme.id, axis))}, false)`
  }
  const side = (axis: 'x' | 'y', wanted: 'low' | 'high') => (wanted === 'high' ? isHigh(axis) : `not ${isHigh(axis)}`)
  const rule = [
    ...entering(scheme).map((level) => `when ${renderSql(level.enter, context)} then ${quoteText(level.id)}`),
    ...scheme.levels.flatMap(({ id, cell }) =>
      cell ? [`when ${side('x', cell.x)} and ${side('y', cell.y)} then ${quoteText(id)}`] : [],
    ),
  ]
  return [
    axes.map((axis) => `${cutValue(scheme[axis], axis, cuts, context)} as ${quoteIdentifier(at.cut(scheme.id, axis))}`),
    [levelColumn(plan, rule, context)],
    daysOfLevel(plan, context),
  ]
}

function cutValue({ cut }: Axis, axis: 'x' | 'y', cuts: string, context: RenderContext): string {
  return 'share' in cut ? `${cuts}.${axis}_cut` : renderSql(cut.value, context)
}

function entering({ levels }: Matrix): readonly (Level & { readonly enter: NonNullable<Level['enter']> })[] {
  return levels.flatMap((level) => (level.enter && !level.cell ? [{ ...level, enter: level.enter }] : []))
}
