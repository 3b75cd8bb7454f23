import type { StudioDefinition } from '@tend/contract'
import { isMap, isPair, isScalar, parseDocument, visit } from 'yaml'
import type { Label } from '../../i18n/index.ts'

/** What a definition says, as plain data; undefined while its text cannot be read. The text is an author's: nothing of its shape is certain. */
export const readDefinition = (text: string, id: string): Content | undefined => {
  const document = parseDocument(text)
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined
  const content: unknown = (document.toJS() as Record<string, unknown>)[id]
  return isContent(content) ? content : undefined
}

export type Content = { readonly [key: string]: unknown }

const isContent = (value: unknown): value is Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The text with one value changed, every comment and everything else as the author wrote it; `undefined` takes the key out. `path` begins
 * below the definition's id.
 */
export const changeDefinition = (
  text: string,
  id: string,
  path: readonly (string | number)[],
  value: string | number | boolean | Label | undefined,
): string => {
  const document = parseDocument(text)
  const whole = [id, ...path]
  if (value === undefined) document.deleteIn(whole)
  else if (isLabel(value)) {
    document.setIn([...whole, 'zh'], value.zh)
    document.setIn([...whole, 'en'], value.en)
  } else document.setIn(whole, value)
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}

const isLabel = (value: unknown): value is Label => isContent(value) && typeof value['zh'] === 'string'

export const textOf = (content: Content, key: string): string | undefined => {
  const value = content[key]
  return typeof value === 'string' && value.trim() !== ''
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : undefined
}

export const numberOf = (content: Content, key: string): number | undefined => {
  const value = content[key]
  return typeof value === 'number' ? value : undefined
}

export const flagOf = (content: Content, key: string): boolean => content[key] === true

export const labelOf = (content: Content, key = 'label'): Label | undefined => {
  const value = content[key]
  if (!isContent(value)) return undefined
  const { zh, en } = value
  return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : undefined
}

export const contentsOf = (content: Content, key: string): readonly Content[] => {
  const value = content[key]
  return Array.isArray(value) ? value.filter(isContent) : []
}

export const textsOf = (content: Content, key: string): readonly string[] => {
  const value = content[key]
  return (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string')
}

/** Words for people: a name in them is read only where it stands in braces. */
const prose = new Set(['label', 'description', 'reason', 'script', 'checklist', 'purpose', 'source'])

/** Every name that a definition's values and sentences may mean, without its own keys and without words for people. */
export const wordsIn = ({ yaml }: Pick<StudioDefinition, 'yaml'>): ReadonlySet<string> => {
  const words = new Set<string>()
  visit(parseDocument(yaml), {
    Pair: (_key, { key, value }) => {
      if (!isScalar(key) || !prose.has(String(key.value))) return undefined
      for (const [, name = ''] of String(value).matchAll(/\{(\w+)\}/g)) words.add(name)
      return visit.SKIP
    },
    Scalar: (key, { value }) => {
      if (key !== 'key' && typeof value === 'string')
        for (const [word] of value.matchAll(/[a-z][a-z0-9_]*/g)) words.add(word)
    },
  })
  return words
}

/** Figures that stand in a definition, as they are written. */
export const figuresIn = ({ yaml }: Pick<StudioDefinition, 'yaml'>): ReadonlySet<number> => {
  const figures = new Set<number>()
  visit(parseDocument(yaml), {
    Scalar: (key, { value }) => {
      if (key === 'key') return
      if (typeof value === 'number') figures.add(value)
      if (typeof value === 'string')
        for (const [figure] of value.matchAll(/(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g)) figures.add(Number(figure))
    },
    Pair: (_key, pair) =>
      isPair(pair) && isScalar(pair.key) && prose.has(String(pair.key.value)) ? visit.SKIP : undefined,
  })
  return figures
}
