import { textParam } from '../../search-params.ts'

export type BoardsSearch = { readonly scheme?: string; readonly unit?: string }

export const readBoardsSearch = (raw: Record<string, unknown>): BoardsSearch => {
  const scheme = textParam(raw['scheme'])
  const unit = textParam(raw['unit'])
  return { ...(scheme ? { scheme } : {}), ...(unit ? { unit } : {}) }
}
