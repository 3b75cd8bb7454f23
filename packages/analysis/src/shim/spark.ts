import { join } from 'node:path'
import { sparkDialect } from '@tend/pack'
import { quoteIdentifier, quoteText } from '../render/sql.ts'
import type { Shim } from './shim.ts'

/**
 * The night on Apache Spark 4 in its ANSI mode. A view would be calculated anew wherever it is read, so staged rows are written as Parquet under
 * `scratch`, a folder that the driver and every worker see at the same path; targets become folders of ordered part files.
 */
export function sparkShim(scratch: string): Shim {
  return {
    ...sparkDialect,
    text: quoteText,
    engine: 'spark',
    stage: (name, query) => {
      const folder = quoteText(fileUri(join(scratch, name.replaceAll(':', '-'))))
      return [
        inSpark(`insert overwrite directory ${folder} using parquet\n${query}`),
        inSpark(`create or replace temporary view ${quoteIdentifier(name)} using parquet options (path ${folder})`),
      ]
    },
    unstage: (name) => inSpark(`drop view if exists ${quoteIdentifier(name)}`),
    source: (path) => `parquet.${quoteIdentifier(fileUri(path))}`,
    sink: (path, query) => inSpark(`insert overwrite directory ${quoteText(fileUri(path))} using parquet\n${query}`),
  }
}

/** With its scheme, because a cluster's default file system is often another one. */
function fileUri(path: string): string {
  return `file://${path}`
}

const differing = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\bvarchar\b(?!\s*\()/gi

/**
 * What Spark reads otherwise than the standard: `\` in a text is an escape, names stand in backticks, and a text without a length is a
 * STRING. A whole statement goes through here once, so that no renderer needs to know.
 */
function inSpark(sql: string): string {
  return sql.replaceAll(differing, (token) => {
    if (token.startsWith("'")) return token.replaceAll('\\', '\\\\')
    if (!token.startsWith('"')) return 'string'
    return `\`${token.slice(1, -1).replaceAll('""', '"').replaceAll('`', '``')}\``
  })
}
