/** A name from the catalogue as SQL: `weird"name` becomes `"weird""name"`. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`
