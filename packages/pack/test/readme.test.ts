import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatIssues, loadPack } from '../src/index.ts'
import { type Files, withPacks } from './pack-folder.ts'

const packs = join(import.meta.dirname, '../../../packs')
const guide = readFileSync(join(packs, 'README.md'), 'utf8')

/** The example whose blocks name their files, on the pack `common`. */
function teaHouse(): Files {
  const common = readdirSync(join(packs, 'common'), { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.yaml$/.test(path),
  )
  const blocks = guide.matchAll(/`([\w/.]+\.yaml)`[^\n]*\n\n```yaml\n([\s\S]*?)```/g)
  return {
    ...Object.fromEntries([...blocks].map(([, path, yaml]) => [`tea/${path}`, yaml ?? ''])),
    ...Object.fromEntries(common.map((path) => [`common/${path}`, readFileSync(join(packs, 'common', path), 'utf8')])),
  }
}

test('the example in the guide for pack writers loads without mistakes', () => {
  const files = teaHouse()
  expect(Object.keys(files).filter((path) => path.startsWith('tea/'))).toHaveLength(6)
  withPacks(files, (folder) => {
    const { pack, issues } = loadPack(join(folder, 'tea'))
    expect(formatIssues(issues, 'en', folder)).toBe('0 errors, 0 warnings')
    expect([pack?.moments.has('friend_silent'), pack?.plays.has('miss_you')]).toEqual([true, true])
    expect(pack?.facts.get('customer')?.columns.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['customer_id', 'favourite_tea']),
    )
  })
})

const label = 'label: { zh: 名, en: Name }'
const column = (id: string, type: string) => `${id}: { type: ${type}, ${label} }`

/** What the shorter examples speak of and do not show. */
const around: Files = {
  'tea/facts/around.yaml': `complaint: { ${label}, key: [complaint_id], customer: customer_id, date: date, delivery: rows, columns: { ${column('complaint_id', 'text')}, ${column('customer_id', 'text')}, ${column('date', 'date')}, ${column('severity', 'text')} } }
watched: { ${label}, key: [], customer: customer_id, date: date, delivery: all, columns: { ${column('customer_id', 'text')}, ${column('date', 'date')}, ${column('mark', 'text')}, ${column('why', 'text')}, ${column('ends_on', 'date')} } }
`,
  'tea/indicators/around.yaml': `repeat_visits: { ${label}, unit: count, fact: purchase, measure: count() }
days_first_to_last: { ${label}, unit: days, formula: days_since(last_visit_on) }
days_since_first: { ${label}, unit: days, formula: days_since(last_visit_on) }
mean_receipt: { ${label}, unit: money, fact: purchase, measure: avg(amount) }
`,
}

const kinds = [
  ['plays', /^ {2}contactLabel:/m],
  ['templates', /^ {2}body:/m],
  ['benefits', /perYear:/m],
  ['schemes', /^ {2}variant:/m],
  ['models', /^ {2}kind: (segments|scorecard|purchases)/m],
  ['moments', /^ {2}kind:/m],
  ['guards', /^ {2}classes:/m],
  ['indicators', /^ {2}unit:/m],
] as const

test('so do the shorter examples: one of each scheme, kind of model, guard and moment of a row', () => {
  const words = guide.slice(guide.indexOf('## The words'))
  const examples = [...words.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = ''], index) => {
    const kind = kinds.find(([, mark]) => mark.test(yaml))?.[0] ?? 'unknown'
    return [`tea/${kind}/example-${index}.yaml`, yaml] as const
  })
  withPacks({ ...teaHouse(), ...around, ...Object.fromEntries(examples) }, (folder) => {
    const { pack, issues } = loadPack(join(folder, 'tea'))
    expect(formatIssues(issues, 'en', folder)).toBe('0 errors, 0 warnings')
    const variants = [...(pack?.schemes.values() ?? [])].map(({ variant }) => variant)
    expect([...new Set(variants)].sort()).toEqual(['ladder', 'list', 'matrix', 'rank', 'rules', 'stage'])
    expect([pack?.models.size, pack?.guards.size, pack?.moments.has('complained')]).toEqual([3, 1, true])
  })
})
