import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './steps.ts'

type Line = { readonly place: string; readonly text: string }

const linesOf = (pattern: string, skip: (file: string) => boolean = () => false): readonly Line[] =>
  globSync(pattern, { cwd: root })
    .filter((file) => !file.includes('node_modules') && !file.includes('/dist/') && !skip(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .map((text, index) => ({ place: `${file}:${index + 1}`, text })),
    )

const offending = (lines: readonly Line[], pattern: RegExp): readonly string[] =>
  lines.filter(({ text }) => pattern.test(text)).map(({ place, text }) => `${place}  ${text.trim()}`)

const isTest = (file: string): boolean => /\.test\.tsx?$|\/test\//.test(file)
const source = 'packages/*/{src,bin,test}/**/*.{ts,tsx}'

test('the scan sees the source', () => {
  expect(linesOf(source).length).toBeGreaterThan(5_000)
})

test('time and chance are arguments in pack, lake, analysis, care and sample', () => {
  const rooms = linesOf('packages/{pack,lake,analysis,care,sample}/src/**/*.ts', isTest)
  expect(offending(rooms, /new Date\(\)|Date\.now\(\)|Math\.random\(\)/)).toEqual([])
})

test('no test replaces a module, is skipped for good, or runs alone', () => {
  expect(offending(linesOf(source), /\b(vi|jest)\.mock\(|\b(test|it|describe)\.(only|skip)\(/)).toEqual([])
})

test('nothing is left unfinished by its own words', () => {
  expect(offending(linesOf(source), /\b(TODO|FIXME|XXX)\b|not implemented|unfinished\(/)).toEqual([])
})

test('only the web app logs to the console, and nobody switches the linter or the types off', () => {
  expect(
    offending(
      linesOf(source, (file) => file.includes('/web/')),
      /console\.(log|debug)\(/,
    ),
  ).toEqual([])
  expect(offending(linesOf(source), /@ts-ignore|@ts-nocheck|\bas any\b/)).toEqual([])
})

test('the text of the project names no machine path and no registry', () => {
  const text = [
    ...linesOf('{packages,packs,docs,scripts,e2e,bench}/**/*.{ts,tsx,md,yaml,json,sql}'),
    ...linesOf('*.md'),
  ]
  expect(
    offending(text, /(^|[^a-z.@])\/(work|root|farm)\/[a-z.]|registry\.npm|npmmirror/).filter(
      (line) => !line.startsWith('scripts/tidy'),
    ),
  ).toEqual([])
})
