import { oneOf, textParam } from '../../search-params.ts'

export type RunsTab = 'imports' | 'runs'

export type RunsSearch = { readonly tab?: RunsTab; readonly import?: string; readonly fact?: string }

export const readRunsSearch = (raw: Record<string, unknown>): RunsSearch => {
  const tab = oneOf(['imports', 'runs'] as const, raw['tab'])
  const opened = textParam(raw['import'])
  const fact = textParam(raw['fact'])
  return { ...(tab ? { tab } : {}), ...(opened ? { import: opened } : {}), ...(fact ? { fact } : {}) }
}
