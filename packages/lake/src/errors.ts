import type { Label } from '@tend/pack'

/** What kept a lake command from doing its work. The codes are stable; `message` is English for logs, `text` is for people. */
export type LakeErrorCode =
  | 'file-missing'
  | 'file-empty'
  | 'file-unreadable'
  | 'unknown-fact'
  | 'unknown-batch'
  | 'columns-missing'
  | 'mapping-invalid'
  | 'sheet-missing'
  | 'reference-empty'
  | 'definition-invalid'
  | 'interrupted'
  | 'busy'
  | 'catalog-broken'

export class LakeError extends Error {
  readonly code: LakeErrorCode
  readonly text: Label

  constructor(code: LakeErrorCode, text: Label, options?: ErrorOptions) {
    super(text.en, options)
    this.name = 'LakeError'
    this.code = code
    this.text = text
  }
}
