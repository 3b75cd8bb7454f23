import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatIssues, loadPack, type Pack } from '../src/index.ts'
import { type Files, shop, withPacks } from './pack-folder.ts'

const head = (id: string, bases: string) =>
  `id: ${id}\nversion: "1"\nlabel: { zh: 名, en: Name }\nextends: [${bases}]\n`
const label = 'label: { zh: 名, en: Name }'
const adding = (columns: string) => `customer:\n  adds: true\n  columns:\n    ${columns}\n`

/** A club and a school on the trunk of the shop, and a house that runs both. */
const house: Files = {
  ...shop,
  'club/pack.yaml': head('club', 'shop'),
  'club/facts/club.yaml': adding(`points: { type: integer, ${label}, headers: [积分] }`),
  'school/pack.yaml': head('school', 'shop'),
  'school/facts/school.yaml': adding(`grade: { type: text, ${label} }`),
  'house/pack.yaml': head('house', 'club, school'),
}

const load = (files: Files, folder = 'house') => withPacks(files, (root) => loadPack(join(root, folder)))

function packOf(files: Files, folder?: string): Pack {
  const { pack, issues } = load(files, folder)
  if (pack === undefined) throw new Error(formatIssues(issues))
  return pack
}

const columnOf = (pack: Pack, id: string) => pack.facts.get('customer')?.columns.find((column) => column.id === id)

describe('columns that packs add to a fact', () => {
  test('stand beside those of the trunk, for every pack that extends the adding one', () => {
    const ids = packOf(house)
      .facts.get('customer')
      ?.columns.map((column) => column.id)
    expect(ids).toEqual(expect.arrayContaining(['customer_id', 'points', 'grade']))
    expect(columnOf(packOf(house, 'club'), 'grade')).toBeUndefined()
  })

  test('may be read by the conditions of the pack that holds them', () => {
    const indicator = `is_rich: { ${label}, unit: flag, formula: points > 100 }\n`
    expect(load({ ...house, 'club/indicators/a.yaml': indicator }, 'club').issues).toEqual([])
  })

  test('replace a column of the trunk', () => {
    const facts = adding(`gender: { type: text, values: [f, m, x], ${label} }`)
    expect(columnOf(packOf({ ...house, 'club/facts/club.yaml': facts }), 'gender')?.values).toEqual(['f', 'm', 'x'])
  })

  test('that two packs add alike are one, with the headers of both', () => {
    const facts = adding(`points: { type: integer, ${label}, headers: [学分] }`)
    const pack = packOf({ ...house, 'school/facts/school.yaml': facts })
    expect(columnOf(pack, 'points')?.headers).toEqual(['积分', '学分'])
  })

  test('that two packs add unlike are a mistake that names both files', () => {
    const facts = adding(`points: { type: money, ${label} }`)
    const [issue] = load({ ...house, 'school/facts/school.yaml': facts }).issues
    expect(issue).toMatchObject({ code: 'column-conflict', line: 4, path: 'customer.columns.points' })
    expect(issue?.file).toMatch(/school\/facts\/school\.yaml$/)
    expect(issue?.message.en).toMatch(/club\/facts\/club\.yaml:4, but with another type$/)
  })

  test('that two packs add unlike are settled by the pack that extends both', () => {
    const facts = adding(`points: { type: money, ${label} }`)
    const settled = { ...house, 'school/facts/school.yaml': facts, 'house/facts/house.yaml': facts }
    expect(columnOf(packOf(settled), 'points')?.type).toBe('money')
  })

  test('to the fact of a pack that is not extended are a mistake', () => {
    const own = {
      'club/facts/visit.yaml': `visit: { ${label}, key: [], delivery: all, columns: { id: { type: text, ${label} } } }\n`,
    }
    const facts = `visit: { adds: true, columns: { place: { type: text, ${label} } } }\n`
    const { issues } = load({ ...house, ...own, 'school/facts/school.yaml': facts })
    expect(issues.map(({ code, suggestion }) => [code, suggestion?.en])).toEqual([
      ['unknown-reference', 'name that pack under "extends" in pack.yaml'],
    ])
  })
})

describe('an id that two packs define', () => {
  const rate = (formula: string) => `rate: { ${label}, unit: money, formula: ${formula} }\n`
  const both = { ...house, 'club/indicators/a.yaml': rate('spent * 1'), 'school/indicators/b.yaml': rate('spent * 2') }

  test('of which neither extends the other is a mistake that names both files', () => {
    const [issue] = load(both).issues
    expect(issue).toMatchObject({ code: 'duplicate-id', line: 1 })
    expect(issue?.message.en).toMatch(/club\/indicators\/a\.yaml:1, and neither pack extends the other$/)
  })

  test('is what the pack that extends both makes of it', () => {
    const pack = packOf({ ...both, 'house/indicators/c.yaml': rate('spent * 3') })
    expect(pack.indicators.get('rate')).toMatchObject({ expression: { text: 'spent * 3' } })
  })
})

describe('a version laid over a shipped pack', () => {
  const card = String(shop['shop/schemes/base.yaml'])
  const version: Files = {
    ...Object.fromEntries(Object.entries(shop).map(([path, content]) => [`library/${path}`, content])),
    'versions/7f3a/pack.yaml': head('shop', 'shop'),
    'versions/7f3a/schemes/changed.yaml': card.replace('1000', '2000'),
  }

  test('loads from a folder of its own, with the base from the library, and says something else', () => {
    withPacks(version, (root) => {
      const { pack, issues } = loadPack(join(root, 'versions/7f3a'), join(root, 'library'))
      const base = loadPack(join(root, 'library/shop')).pack
      expect(issues).toEqual([])
      expect(pack?.schemes.get('card')?.levels[1]?.enter?.text).toBe('spent >= 2000')
      expect(pack?.indicators.size).toBe(base?.indicators.size)
      expect([pack?.id, pack?.hash === base?.hash]).toEqual(['shop', false])
    })
  })

  test('that says the same again has the hash of the pack below', () => {
    const same = {
      'versions/7f3a/pack.yaml': `${shop['shop/pack.yaml']}extends: [shop]\n`,
      'versions/7f3a/schemes/changed.yaml': card,
    }
    withPacks({ ...version, ...same }, (root) => {
      const { pack } = loadPack(join(root, 'versions/7f3a'), join(root, 'library'))
      expect(pack?.hash).toBe(loadPack(join(root, 'library/shop')).pack?.hash)
    })
  })

  test('is checked like any pack, at the lines of its own file', () => {
    const broken = { ...version, 'versions/7f3a/schemes/changed.yaml': card.replace('spent >=', 'spend >=') }
    withPacks(broken, (root) => {
      const { pack, issues } = loadPack(join(root, 'versions/7f3a'), join(root, 'library'))
      expect(pack).toBeUndefined()
      expect(issues.map(({ code, file, line }) => [code, file, line])).toEqual([
        ['cel-name', join(root, 'versions/7f3a/schemes/changed.yaml'), 6],
      ])
    })
  })
})
