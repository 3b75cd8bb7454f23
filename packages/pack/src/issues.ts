import type { Issue, Pack } from './definitions.ts'

/** One issue a paragraph: `file:line:column severity code message`, then the suggestion. */
export function formatIssues(issues: readonly Issue[]): string {
  throw new Error(`unfinished ${issues.length}`)
}

/** Every definition whose figures are assumed, as warnings with code `assumed`. */
export function listAssumed(pack: Pack): readonly Issue[] {
  throw new Error(`unfinished ${pack.id}`)
}
