import { postgresDialect } from '@tend/pack'
import { quoteIdentifier } from '../render/sql.ts'
import type { Shim } from './shim.ts'

/** Runs the same night on PostgreSQL: paths name tables. The bench and the conformance test use it. */
export const postgresShim: Shim = {
  ...postgresDialect,
  engine: 'postgres',
  stage: (name, query) => [
    `drop table if exists pg_temp.${quoteIdentifier(name)}`,
    `create temp table ${quoteIdentifier(name)} as\n${query}`,
  ],
  unstage: (name) => `drop table if exists ${quoteIdentifier(name)}`,
  source: (path) => quoteIdentifier(path),
  sink: (path, query) => `create table ${quoteIdentifier(path)} as\n${query}`,
}
