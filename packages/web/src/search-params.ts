/** The query string as people read and share it: plain `name=value`, a name may repeat; nothing is JSON. */
export const parseSearch = (text: string): Record<string, string | string[]> => {
  const found: Record<string, string | string[]> = {}
  const params = new URLSearchParams(text)
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    const [first = ''] = values
    found[name] = values.length > 1 ? values : first
  }
  return found
}

export const stringifySearch = (search: Record<string, unknown>): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== undefined && each !== null && each !== '') params.append(name, String(each))
    }
  }
  const text = params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',')
  return text === '' ? '' : `?${text}`
}

export const textParam = (value: unknown): string | undefined => {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first.trim() !== '' ? first : undefined
}

export const textsParam = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each): each is string => typeof each === 'string' && each !== '')

export const oneOf = <Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined =>
  choices.find((choice) => choice === textParam(value))

/** The named parameters that hold a text, without those that are empty. */
export const textParams = <Name extends string>(
  names: readonly Name[],
  raw: Readonly<Record<string, unknown>>,
): { readonly [Key in Name]?: string } => {
  const found: { [Key in Name]?: string } = {}
  for (const name of names) {
    const text = textParam(raw[name])
    if (text !== undefined) found[name] = text
  }
  return found
}

/** What a search says once some of it has changed; `undefined` takes a parameter out. */
export const changed = <Search extends object>(
  search: Search,
  change: { readonly [Key in keyof Search]?: Search[Key] | undefined },
): Search => {
  const kept = { ...search, ...change }
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as Search
}
