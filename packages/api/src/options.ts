import type { AuditHead } from '@tend/care'
import type { CheckReceipt, Studio } from '@tend/jobs'
import type { Duck, IngestResult, Lake } from '@tend/lake'
import type { Store } from '@tend/store'
import type { FastifyBaseLogger } from 'fastify'

export type RunStarted = { readonly kind: 'started' | 'busy'; readonly runId: string }

export type ImportOrder = {
  /** The uploaded copy; whoever imports it need not keep it. */
  readonly file: string
  readonly originalName: string
  readonly fact: string
  readonly businessDate?: string
}

/** Everything the server works with. What it starts (a night, an import) is handed in, so that it never waits for a batch. */
export type ApiOptions = {
  readonly store: Store
  readonly lake: Lake
  /** The pack in force and its versions; publishing exchanges the pack under the running server. */
  readonly studio: Studio
  /** For reading only; give it a memory limit. */
  readonly duck: Duck
  /** Folder of the states, in which a committed run names its own. */
  readonly states: string
  /** Folder of what the house has learned. */
  readonly models: string
  /** Where uploads are kept until they are imported. */
  readonly uploads: string
  readonly clock: () => Date
  readonly newId: () => string
  /** Begins the night of an as-of day and answers without waiting for its end. */
  readonly startRun: (order: { readonly asOf: string }) => Promise<RunStarted>
  /** Begins a simulation or backtest that is written down, and answers without waiting for its end. */
  readonly startStudioJob: (jobId: string) => void
  /** Imports a file; throws `LakeError` for what its sender can mend. */
  readonly startImport: (order: ImportOrder) => Promise<IngestResult>
  /** Signs session cookies; 32 characters or more, kept secret and the same over restarts. */
  readonly secret: string
  /** How people reach the server, e.g. `https://tend.example`; cookies are `Secure` when it is https. */
  readonly publicUrl?: string
  /** Tells a provider's genuine report; without it every report is refused. */
  readonly checkReceipt?: CheckReceipt
  /** The audit's last seal as it is kept outside the database; without it a chain that was cut off cannot be told. */
  readonly auditHead?: () => AuditHead | undefined
  /** Addresses or networks of reverse proxies, whose X-Forwarded-For counts; this machine's own where absent. */
  readonly trustedProxies?: readonly string[]
  /** Folder of the built web app; without it only the API is served. */
  readonly webRoot?: string
  readonly version: string
  /** Where absent, faults go to standard error; false keeps silent. */
  readonly logger?: FastifyBaseLogger | false
  /** Largest upload, in bytes; 512 MiB without it. */
  readonly uploadBytesMax?: number
}
