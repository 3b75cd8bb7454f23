export type { Batch, Catalog, FactFile } from './catalog.ts'
export { type Duck, type DuckColumns, type DuckOptions, type DuckParam, openDuck } from './duck.ts'
export { LakeError, type LakeErrorCode } from './errors.ts'
export { type ExportOptions, exportFact } from './export.ts'
export { type CheckedRows, checkRows, type RowValue } from './ingest/check-rows.ts'
export { mapHeaders } from './ingest/headers.ts'
export { type IngestOptions, type IngestProgress, type IngestResult, ingest } from './ingest/ingest.ts'
export {
  type DateRange,
  factColumns,
  factFiles,
  factRelation,
  type Lake,
  type LakeColumn,
  lakeVersion,
  listBatches,
  openLake,
  type ReadFiles,
  readCatalog,
} from './lake.ts'
export { type QuarantinedRow, quarantineCsv, readQuarantine } from './quarantine.ts'
