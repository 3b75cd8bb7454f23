import { expect } from 'vitest'
import type { Issue, Label } from '../src/index.ts'

/** Chinese that is Chinese, and that names what the English names: names in quotes, figures, ids and signs. */
export function expectBoth({ code, message, suggestion }: Issue): void {
  // What the YAML parser said stands behind our sentence, in English only.
  const en = code === 'yaml' ? message.en.replace(/ \([^()]*\)$/, '') : message.en
  expectAlike({ zh: message.zh, en })
  if (suggestion !== undefined) expectAlike(suggestion)
}

function expectAlike({ zh, en }: Label): void {
  expect(zh).toMatch(/\p{Script=Han}/u)
  expect(zh).not.toBe(en)
  const named = [...en.matchAll(/"([^"]+)"/g), ...en.matchAll(/(?<!\w)'([^']+)'(?!\w)/g)].map(([, name]) => name)
  const figures = en.match(/\d+(\.\d+)?/g) ?? []
  for (const part of [...named, ...figures]) expect(zh).toContain(part)
  for (const word of zh.match(/[A-Za-z][A-Za-z0-9_]*/g) ?? [])
    expect(en.toLowerCase(), `"${word}" of: ${zh}`).toContain(word.toLowerCase())
  expect(zh, 'half-width signs belong to names, CEL and figures').not.toMatch(/\p{Script=Han}[,;!?]/u)
}
