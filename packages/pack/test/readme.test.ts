import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatIssues, loadPack } from '../src/index.ts'
import { type Files, withPacks } from './pack-folder.ts'

const packs = join(import.meta.dirname, '../../../packs')
const read = (path: string): string => readFileSync(join(packs, path), 'utf8')

test('the example in the guide for pack writers loads without mistakes', () => {
  const blocks = [...read('README.md').matchAll(/`([\w/.]+\.yaml)`[^\n]*\n\n```yaml\n([\s\S]*?)```/g)]
  const example = Object.fromEntries(blocks.map(([, path, yaml]) => [`tea/${path}`, yaml ?? '']))
  const common = ['pack.yaml', 'facts/contact.yaml', 'facts/organisation.yaml', 'outcomes/call.yaml']
  const files: Files = {
    ...example,
    ...Object.fromEntries(common.map((path) => [`common/${path}`, read(`common/${path}`)])),
  }
  expect(blocks).toHaveLength(6)
  withPacks(files, (folder) => {
    const { pack, issues } = loadPack(join(folder, 'tea'))
    expect(formatIssues(issues, folder)).toBe('0 errors, 0 warnings')
    expect([pack?.moments.size, pack?.plays.size]).toEqual([1, 1])
  })
})
