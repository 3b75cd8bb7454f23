import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type AuditHead, findSeal, sealAudit } from '@tend/care'
import type { Home } from './home.ts'
import type { House } from './house.ts'

/** The end of the audit's chain as the home remembers it, undefined before the first. */
export const readAuditHead = ({ auditHead }: Home): AuditHead | undefined =>
  existsSync(auditHead) ? (JSON.parse(readFileSync(auditHead, 'utf8')) as AuditHead) : undefined

/**
 * Seals the audit and keeps the chain's end in the home, outside the database, so that rows cannot be cut off its end unnoticed. An end
 * that the chain no longer holds is not replaced: it is the evidence.
 */
export const sealHouse = async ({ store, home }: Pick<House, 'store' | 'home'>): Promise<void> => {
  await sealAudit(store)
  const kept = readAuditHead(home)
  if (kept && (await findSeal(store, kept.position))?.hash !== kept.hash) return
  const head = await findSeal(store)
  if (head === undefined || head.position === kept?.position) return
  const draft = `${home.auditHead}.${process.pid}`
  writeFileSync(draft, JSON.stringify(head), { mode: 0o600 })
  renameSync(draft, home.auditHead)
}
