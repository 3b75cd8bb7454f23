import type { Label, Model, Pack } from '../definitions.ts'
import { calculationReads } from '../dependencies.ts'
import type { Entry, Report } from './report.ts'
import { columnsRead, expressionsOf, findRoute, namesReadOpenly } from './routes.ts'
import type { Path } from './yaml-file.ts'

type Definitions = Pick<Pack, 'facts' | 'indicators' | 'schemes' | 'models'>

/**
 * No model learns from what is known only once its outcome is: from columns marked `afterOutcome`, or, where features and outcome are of one day,
 * from what the outcome reads. Neither directly nor through indicators. Where the outcome is of a later day, a date may say whether it has come.
 */
export function checkLearning(pack: Definitions, entries: ReadonlyMap<string, Entry>, report: Report): void {
  for (const model of pack.models.values()) {
    const entry = entries.get(model.id)
    if (entry === undefined) continue
    const isOneDay = model.kind === 'scorecard' && model.horizonDays === 0
    const reads = learningReads(pack, isOneDay)
    const told = outcomeNames(model, reads)
    for (const { name, path } of learnedFrom(model)) {
      const route = findRoute(name, reads, (id) => isLate(id, pack) || told.has(id))
      if (route === undefined) continue
      report.say(entry.file, [model.id, ...path], {
        code: 'outcome-leak',
        message: reasonOf(name, route, told, model),
        suggestion: {
          zh: '请改用客户去留之前就知道的特征',
          en: 'learn from what is known before a customer has left or stayed',
        },
      })
    }
  }
}

/** Stands before a column that a measure reads, so that it is not taken for a name of the customer's row. */
const lateMark = 'column '

function isLate(id: string, pack: Definitions): boolean {
  return id.startsWith(lateMark) || lateColumns(pack, 'customer').includes(id)
}

function lateColumns({ facts }: Pick<Pack, 'facts'>, id: string): readonly string[] {
  const columns = facts.get(id)?.columns ?? []
  return columns.filter((column) => column.afterOutcome === true).map((column) => column.id)
}

/** What each column rests on, late columns of facts included; those of which only the coming of their day is read count on one day alone. */
function learningReads(pack: Definitions, isOneDay: boolean): ReadonlyMap<string, readonly string[]> {
  const reads = new Map<string, readonly string[]>()
  const ofCustomer = lateColumns(pack, 'customer')
  for (const [id, names] of calculationReads(pack)) {
    const open = namesReadOpenly(expressionsOf(pack.indicators.get(id) ?? pack.schemes.get(id)))
    reads.set(id, isOneDay ? names : names.filter((name) => !ofCustomer.includes(name) || open.has(name)))
  }
  for (const indicator of pack.indicators.values()) {
    if (indicator.kind !== 'measure') continue
    const open = namesReadOpenly(expressionsOf(indicator))
    const names = columnsRead(indicator).filter((name) => isOneDay || name === indicator.per || open.has(name))
    const late = lateColumns(pack, indicator.fact).filter((column) => names.includes(column))
    reads.set(
      indicator.id,
      late.map((column) => `${lateMark}${indicator.fact}.${column}`),
    )
  }
  return reads
}

/** All that the outcome tells, near or far; nothing where the outcome is of a later day than the features. */
function outcomeNames(model: Model, reads: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const told = new Set<string>()
  if (model.kind !== 'scorecard') return told
  const add = (id: string): void => {
    if (told.has(id)) return
    told.add(id)
    for (const name of reads.get(id) ?? []) add(name)
  }
  if (model.horizonDays === 0) for (const name of model.outcome.names) add(name)
  else if (model.outcome.tree.kind === 'name') told.add(model.outcome.tree.name)
  return told
}

function learnedFrom(model: Model): readonly { readonly name: string; readonly path: Path }[] {
  if (model.kind !== 'purchases') return model.features.map((name, index) => ({ name, path: ['features', index] }))
  const names = { frequency: model.frequency, recency: model.recency, age: model.age, value: model.value }
  return Object.entries(names).flatMap(([key, name]) => (name === undefined ? [] : [{ name, path: [key] }]))
}

function reasonOf(name: string, route: readonly string[], told: ReadonlySet<string>, model: Model): Label {
  const last = route.at(-1) ?? name
  const steps = route.map((id) => id.replace(lateMark, '')).join(' → ')
  const way = route.length > 1 ? { zh: `（${steps}）`, en: ` (${steps})` } : { zh: '', en: '' }
  if (!told.has(last)) {
    return {
      zh: `“${name}”要等客户去留已定才知道${way.zh}，用它训练的模型预测不了任何事`,
      en: `"${name}" is known only once a customer has left or stayed${way.en}: a model that learns from it foretells nothing`,
    }
  }
  const outcome = model.kind === 'scorecard' ? model.outcome.text.trim() : ''
  return {
    zh: `“${name}”本身就说出了结果“${outcome}”${way.zh}，用它训练的模型预测不了任何事`,
    en: `"${name}" tells the outcome "${outcome}" itself${way.en}: a model that learns from it foretells nothing`,
  }
}
