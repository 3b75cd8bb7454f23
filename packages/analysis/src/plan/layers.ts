import { dependencyOrder, type Expression, type Indicator, type Pack, type Scheme } from '@tend/pack'
import type { ModelArtifact } from '../learn/artifact.ts'
import type { Layer, ModelPlan, SchemePlan } from './plan.ts'

/** What the layers need to know besides the pack. */
export type LayerOptions = {
  readonly models: ReadonlyMap<string, ModelArtifact>
  readonly planScheme: (scheme: Scheme) => SchemePlan
}

/** Puts calculated indicators and schemes into layers; a column reads only columns of earlier layers (and measures and attributes). */
export function planLayers(pack: Pack, options: LayerOptions): readonly Layer[] {
  const depths = new Map<string, number>()
  const idsByDepth: string[][] = []
  for (const id of dependencyOrder(pack)) {
    const depth = Math.max(0, ...namesReadBy(pack, id, tagsOf(pack)).map((name) => (depths.get(name) ?? -1) + 1))
    depths.set(id, depth)
    idsByDepth[depth] = [...(idsByDepth[depth] ?? []), id]
  }
  return idsByDepth.map((ids) => layerOf(pack, ids, options))
}

function layerOf(pack: Pack, ids: readonly string[], { models, planScheme }: LayerOptions): Layer {
  const indicators = ids.flatMap((id) => pack.indicators.get(id) ?? [])
  return {
    derived: indicators.flatMap((indicator) =>
      indicator.kind === 'derived'
        ? [{ id: indicator.id, unit: indicator.unit, expression: indicator.expression }]
        : [],
    ),
    groupRates: indicators.flatMap((indicator) =>
      indicator.kind === 'group_rate'
        ? [{ id: indicator.id, by: indicator.by, event: indicator.event, base: indicator.base }]
        : [],
    ),
    populations: indicators.flatMap((indicator) =>
      indicator.kind === 'population'
        ? [
            {
              id: indicator.id,
              unit: indicator.unit,
              function: indicator.function,
              of: indicator.of,
              share: indicator.share ?? 0.5,
              among: indicator.among,
              by: indicator.by,
            },
          ]
        : [],
    ),
    models: indicators.flatMap((indicator) =>
      indicator.kind === 'model' ? [planModel(pack, indicator, models.get(indicator.model))] : [],
    ),
    schemes: ids.flatMap((id) => pack.schemes.get(id) ?? []).map(planScheme),
  }
}

function planModel(
  pack: Pack,
  { id, unit, model, output }: Extract<Indicator, { kind: 'model' }>,
  artifact: ModelArtifact | undefined,
): ModelPlan {
  return { id, unit, model, output, reads: featuresOfModel(pack, model), artifact }
}

/** The columns that a model of the pack reads to score a customer. */
function featuresOfModel(pack: Pack, id: string): readonly string[] {
  const model = pack.models.get(id)
  if (!model) throw new Error(`pack ${pack.id} has no model ${id}`)
  if (model.kind !== 'purchases') return model.features
  const { frequency, recency, age, value } = model
  return value === undefined ? [frequency, recency, age] : [frequency, recency, age, value]
}

/** The flags of rules schemes, each with its scheme: who reads a flag waits for the scheme. */
function tagsOf(pack: Pack): ReadonlyMap<string, string> {
  const rules = [...pack.schemes.values()].filter((scheme) => scheme.variant === 'rules')
  return new Map(rules.flatMap(({ id, levels }) => levels.map((level) => [`${id}_${level.id}`, id] as const)))
}

function namesReadBy(pack: Pack, id: string, tags: ReadonlyMap<string, string>): readonly string[] {
  const indicator = pack.indicators.get(id)
  const scheme = pack.schemes.get(id)
  if (!indicator && !scheme) throw new Error(`${id} is neither indicator nor scheme of pack ${pack.id}`)
  const names = indicator ? namesReadByIndicator(pack, indicator) : scheme ? namesReadByScheme(scheme) : []
  return names.map((name) => tags.get(name) ?? name)
}

/** Columns of the wide row that an indicator rests on. */
export function namesReadByIndicator(pack: Pack, indicator: Indicator): readonly string[] {
  if (indicator.kind === 'model') return featuresOfModel(pack, indicator.model)
  return namesOf(expressionsOfIndicator(indicator))
}

/** Columns of the wide row that decide a scheme's level, metrics and axes included. */
export function namesReadByScheme(scheme: Scheme): readonly string[] {
  return [...new Set([...namesOf(expressionsOfScheme(scheme)), ...metricsOf(scheme)])]
}

function metricsOf(scheme: Scheme): readonly string[] {
  if (scheme.variant === 'matrix') return [scheme.x.metric, scheme.y.metric]
  if (scheme.variant !== 'rank') return []
  return scheme.tie === undefined ? [scheme.metric] : [scheme.metric, scheme.tie]
}

/** Expressions over the wide row that an indicator's column rests on; none for a measure, which reads a fact, and a model, which names columns. */
export function expressionsOfIndicator(indicator: Indicator): readonly Expression[] {
  if (indicator.kind === 'derived') return [indicator.expression]
  if (indicator.kind === 'group_rate') return present([indicator.by, indicator.event, indicator.base])
  if (indicator.kind === 'population') return present([indicator.of, indicator.among, indicator.by])
  return []
}

/** Expressions over the wide row that decide a scheme's level. */
export function expressionsOfScheme(scheme: Scheme): readonly Expression[] {
  const cuts = scheme.variant === 'matrix' ? [scheme.x.cut, scheme.y.cut] : []
  return present([
    scheme.among,
    ...scheme.levels.flatMap(({ enter, keep }) => [enter, keep]),
    ...cuts.map((cut) => ('value' in cut ? cut.value : undefined)),
  ])
}

function present(expressions: readonly (Expression | undefined)[]): readonly Expression[] {
  return expressions.filter((expression) => expression !== undefined)
}

export function namesOf(expressions: readonly Expression[]): readonly string[] {
  return [...new Set(expressions.flatMap(({ names }) => names))].sort()
}
