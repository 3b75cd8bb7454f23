import { type Expression, renderSql, type SqlDialect, type Unit } from '@tend/pack'

/** What every expression over a row needs to become SQL. */
export type RenderContext = {
  readonly asOf: string
  readonly decimals: number
  readonly dialect: SqlDialect
  readonly column: (name: string) => string
}

/** An expression as a value of the wide row: money in minor units, counts and days whole (half up), the rest as it is. */
export function renderValue(expression: Expression, unit: Unit, context: RenderContext): string {
  const { tree } = expression
  if (tree.kind === 'name' && tree.unit === unit) return context.column(tree.name)
  const sql = renderSql(expression, context)
  switch (unit) {
    case 'money':
      return `cast(floor(${sql} * ${10 ** context.decimals} + 0.5) as bigint)`
    case 'count':
    case 'days':
      return `cast(floor(${sql} + 0.5) as bigint)`
    default:
      return sql
  }
}
