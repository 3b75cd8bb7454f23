import { join } from 'node:path'
import { customerScope, loadPack, type Pack, type Play, parseExpression } from '@tend/pack'
import { expect, test } from 'vitest'
import { presentStrategy, usualSchemes } from '../src/present/strategy.ts'

const { pack } = loadPack(join(import.meta.dirname, '../../../packs/bank-retail'))
if (!pack) throw new Error('the pack has mistakes')
const chosen = usualSchemes(pack)
const [level, otherLevel] = chosen.classScheme?.levels.map(({ id }) => id) ?? []
const [stage, otherStage] = chosen.stageScheme?.levels.map(({ id }) => id) ?? []

/** The pack with one play, for everybody under this condition. */
const packWith = (text: string): Pack => {
  const [play] = pack.plays.values()
  const position = { file: 'test', line: 1, column: 1 }
  const { expression } = parseExpression(text, customerScope(pack), { position, path: '' }, 'flag')
  if (!play || !expression) throw new Error(`${text} cannot be read`)
  const only: Play = { ...play, for: {}, match: expression }
  return { ...pack, plays: new Map([[only.id, only]]) }
}

const leftOut = `!(${chosen.classScheme?.id} == '${level}' && ${chosen.stageScheme?.id} == '${stage}')`

test.each([
  [leftOut, false],
  [`known(birth_date) && ${leftOut}`, true],
])(
  'a cell that the condition %s leaves out does not show the play, and every other one does',
  (text, isConditional) => {
    const { cells } = presentStrategy(packWith(text), chosen)
    const playsAt = (ofLevel: string | undefined, ofStage: string | undefined) =>
      cells.find((cell) => cell.class === ofLevel && cell.stage === ofStage)?.plays
    expect(playsAt(level, stage)).toEqual([])
    for (const [ofLevel, ofStage] of [
      [level, otherStage],
      [otherLevel, stage],
    ])
      expect(playsAt(ofLevel, ofStage)).toMatchObject([{ isConditional }])
  },
)
