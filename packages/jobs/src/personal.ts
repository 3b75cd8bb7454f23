import type { VersionEntry } from '@tend/care'
import { columnsRead, expressionsOf, type Issue, type Pack, placesIn, type Template } from '@tend/pack'

type Ruling = Exclude<VersionEntry['kind'], 'facts'>

const ruling = [
  'indicators',
  'schemes',
  'moments',
  'plays',
  'guards',
  'models',
  'templates',
] as const satisfies readonly Ruling[]

/**
 * Definitions of a version that read personal columns (name, phone, ID number and their like). Whoever makes a draft sees customers masked: a
 * simulation of a condition on a phone number would tell it digit by digit, an indicator that repeats it at once, and so would the preview of a message.
 */
export const personalReads = (pack: Pack, content: readonly VersionEntry[]): Issue[] =>
  content.flatMap(({ kind, id }) => {
    const folder = ruling.find((each) => each === kind)
    const definition = folder && pack[folder].get(id)
    if (folder === undefined || definition === undefined) return []
    const personal = namesRead(definition).filter((name) => personalIn(pack, definition).has(name))
    return [...new Set(personal)].map((name) => ({
      code: 'personal-column',
      severity: 'error' as const,
      file: `${folder}/${id}.yaml`,
      line: 1,
      column: 1,
      path: id,
      message: {
        zh: `“${id}”用到了个人信息“${name}”：规则应依据客户的行为，不能依据姓名或联系方式`,
        en: `"${id}" reads "${name}", which is personal: rules rest on what customers do, not on what they are called or reached by`,
      },
    }))
  })

const namesRead = (definition: object): readonly string[] => {
  const names = expressionsOf(definition).flatMap((expression) => expression.names)
  const isMeasure = 'kind' in definition && definition.kind === 'measure'
  const columns = isMeasure ? columnsRead(definition as Parameters<typeof columnsRead>[0]) : []
  // Columns that are named rather than calculated with: what a list carries, what a model learns from.
  const named = ['reason', 'level', 'features', 'jointWith'].flatMap(
    (key) => (definition as Record<string, unknown>)[key] ?? [],
  )
  const places = 'body' in definition ? placesOf(definition as Template) : []
  return [...names, ...columns, ...places, ...named.filter((name) => typeof name === 'string')]
}

const placesOf = ({ subject, body }: Template): readonly string[] =>
  [subject, body]
    .flatMap((text) => (text === undefined ? [] : [...placesIn(text.zh), ...placesIn(text.en)]))
    .map(({ name }) => name)

/** A measure knows the columns of its fact alone; everything else may also read the customer. */
const personalIn = (pack: Pack, definition: object): ReadonlySet<string> => {
  const fact = 'fact' in definition ? String(definition.fact) : undefined
  const isMeasure = 'kind' in definition && definition.kind === 'measure'
  const facts = [fact, isMeasure ? undefined : 'customer']
  const columns = facts.flatMap((each) => (each === undefined ? [] : (pack.facts.get(each)?.columns ?? [])))
  return new Set(columns.filter(({ sensitivity }) => sensitivity !== undefined).map(({ id }) => id))
}
