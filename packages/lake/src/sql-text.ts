/** A quoted identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** A quoted text for the places where DuckDB takes no parameter: file names, COPY targets and constants of definitions. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`

export const list = (items: readonly string[]): string => items.join(', ')
