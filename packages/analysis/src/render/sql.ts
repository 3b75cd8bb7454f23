/** SQL text of names and constants. Everything else that comes from outside is a bound parameter. */

export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

export function dateLiteral(isoDate: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(isoDate)) throw new Error(`not an ISO date: ${isoDate}`)
  return `DATE '${isoDate}'`
}
