import { readFileSync } from 'node:fs'
import { type DefinitionKind, definitionKinds, type Label, type Pack } from '@tend/pack'

/** A definition as its author wrote it, with the comment above it. */
export type DefinitionText = {
  readonly kind: DefinitionKind
  readonly id: string
  readonly label: Label
  readonly description: Label | undefined
  /** Variant of a scheme, kind of a moment, an indicator or a model. */
  readonly variant: string | undefined
  readonly source: string | undefined
  readonly assumed: boolean
  /** The file within its pack, e.g. `bank-retail/schemes/value.yaml`. */
  readonly file: string
  readonly yaml: string
}

/** All definitions of a pack with their own text, by kind, then id. Reads each file once. */
export const definitionTexts = (pack: Pack): readonly DefinitionText[] => {
  const files = new Map<string, readonly string[]>()
  const linesOf = (file: string): readonly string[] => {
    const lines = files.get(file) ?? readFileSync(file, 'utf8').split('\n')
    files.set(file, lines)
    return lines
  }
  return definitionKinds.flatMap((kind) =>
    [...pack[kind].values()].map((definition) => {
      const { id, label, description, source, assumed, position } = definition
      const scheme = kind === 'schemes' ? pack.schemes.get(id) : undefined
      const variant = kind === 'templates' ? undefined : variantOf(definition)
      return {
        kind,
        id,
        label,
        description,
        variant,
        source,
        assumed: assumed === true || (scheme?.levels.some((level) => level.assumed) ?? false),
        file: position.file.split('/').slice(-3).join('/'),
        yaml: textAt(linesOf(position.file), position.line),
      }
    }),
  )
}

/** A template's kind is a message kind, which says nothing of how the template is built. */
const variantOf = (definition: object): string | undefined => {
  if ('variant' in definition) return String(definition.variant)
  return 'kind' in definition ? String(definition.kind) : undefined
}

/** Ids stand at the left edge: a definition reaches to the next one, comments directly above belong to what they stand above. */
export const textAt = (lines: readonly string[], line: number): string => {
  let first = line - 1
  while (first > 0 && lines[first - 1]?.startsWith('#')) first -= 1
  let end = line
  while (end < lines.length && !/^[^\s#]/.test(lines[end] ?? '')) end += 1
  while (end > line && /^(#.*|\s*)$/.test(lines[end - 1] ?? '')) end -= 1
  return `${lines.slice(first, end).join('\n')}\n`
}
