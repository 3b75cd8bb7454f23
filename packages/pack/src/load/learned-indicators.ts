import type { Indicator, Label, Model, ModelOutput, Unit } from '../definitions.ts'
import { type NameTypes, type ValueType, valueTypeOf } from '../expression/tree.ts'
import type { NamedThings } from '../scope.ts'
import { listOf, modelWords, unitWords } from '../words.ts'
import { checkReference, checkUnitOf, compact, readOptional, readShape } from './build.ts'
import { shownBy } from './indicator-head.ts'
import { indicatorShapes } from './indicator-shapes.ts'
import type { Entry, Report } from './report.ts'

/** What indicators may name: facts, schemes and models, as far as they are known while the pack is read. */
export type KnownThings = NamedThings & {
  readonly models: ReadonlyMap<string, { readonly kind: Model['kind'] | undefined }>
}

/** Reads a figure of all customers. */
export function readPopulation(entry: Entry, scope: NameTypes, report: Report): Indicator | undefined {
  const raw = readShape(indicatorShapes.population, entry, report)
  if (raw === undefined) return undefined
  const { function: name, share } = raw.population
  const say = (key: string, code: string, message: Label) =>
    report.say(entry.file, [entry.id, 'population', key], { code, message, atKey: true })
  const part = (key: 'of' | 'among' | 'by', type?: ValueType) =>
    readOptional(raw.population[key], { entry, path: ['population', key] }, scope, type, report)
  const [of, among, by] = [part('of', 'number'), part('among', 'flag'), part('by')]
  if (name === 'count' && raw.population.of !== undefined)
    say('of', 'wrong-value', {
      zh: '人数统计的是客户：统计哪些客户写在“among”，不写“of”',
      en: 'a head count counts customers: write who is counted under "among" and leave "of" out',
    })
  if (name !== 'count' && raw.population.of === undefined)
    say('function', 'missing-field', {
      zh: `${name} 要写“of”：取每位客户的哪个数值`,
      en: `${name} needs "of": what is taken of each customer`,
    })
  if ((name === 'quantile') !== (share !== undefined)) {
    if (share === undefined)
      say('function', 'missing-field', {
        zh: '分位数要写“share”：0.5 是中位数',
        en: 'a quantile needs "share": 0.5 is the median',
      })
    else
      say('share', 'wrong-value', {
        zh: `只有分位数（quantile）才有 share，这里是 ${name}`,
        en: `only a quantile has a share, but this is a ${name}`,
      })
  }
  if (valueTypeOf(raw.unit) !== 'number') {
    const message = {
      zh: `全体客户的数值应为数字，而单位是${unitWords[raw.unit]}`,
      en: `a figure of all customers is a number, but the unit is ${raw.unit}`,
    }
    report.say(entry.file, [entry.id, 'unit'], { code: 'unit-mismatch', message })
  } else if (name === 'count' && raw.unit === 'money') {
    const message = { zh: '人数不是金额（money）', en: 'a head count is no money' }
    report.say(entry.file, [entry.id, 'unit'], { code: 'unit-mismatch', message })
  }
  checkUnitOf(of, raw.unit, { entry, path: ['population', 'of'] }, report)
  return {
    ...shownBy(entry, raw, report),
    kind: 'population',
    function: name,
    ...compact({ of, share, among, by }),
  }
}

type Output = { readonly kind: Model['kind']; readonly units: readonly Unit[] }

/** What each kind of model says, and in which units that may be kept. */
const outputs: Readonly<Record<ModelOutput, Output>> = {
  segment: { kind: 'segments', units: ['text'] },
  distance: { kind: 'segments', units: ['number', 'score'] },
  points: { kind: 'scorecard', units: ['score', 'number'] },
  probability: { kind: 'scorecard', units: ['ratio'] },
  p_alive: { kind: 'purchases', units: ['ratio'] },
  expected_purchases: { kind: 'purchases', units: ['number'] },
  expected_value: { kind: 'purchases', units: ['money'] },
}

/** Reads what a trained model says of the customer. */
export function readModelOutput(entry: Entry, known: KnownThings, report: Report): Indicator | undefined {
  const raw = readShape(indicatorShapes.model, entry, report)
  if (raw === undefined) return undefined
  const { id, output } = raw.model
  const place = { entry, path: ['model', 'id'], noun: 'model' } as const
  checkReference(id, known.models.keys(), place, report)
  const kind = known.models.get(id)?.kind
  const { kind: wanted, units } = outputs[output]
  if (kind !== undefined && kind !== wanted) {
    const says = Object.entries(outputs).filter(([, each]) => each.kind === kind)
    const { zh, en } = listOf(says.map(([name]) => name))
    const message = {
      zh: `“${id}”是${modelWords[kind]}模型，可用的输出有 ${zh}，没有 ${output}`,
      en: `"${id}" learns ${kind} and says ${en}, but not ${output}`,
    }
    report.say(entry.file, [entry.id, 'model', 'output'], { code: 'wrong-value', message })
  }
  if (!units.includes(raw.unit)) {
    const message = {
      zh: `${output} 的单位应为${units.map((unit) => unitWords[unit]).join('或')}，现在写的是${unitWords[raw.unit]}`,
      en: `${output} is kept as ${units.join(' or ')}, but the unit is ${raw.unit}`,
    }
    report.say(entry.file, [entry.id, 'unit'], {
      code: 'unit-mismatch',
      message,
      suggestion: { zh: `写成 unit: ${units[0]}`, en: `write unit: ${units[0]}` },
    })
  }
  return { ...shownBy(entry, raw, report), kind: 'model', model: id, output }
}
