import { type ModelArtifact, readModels } from '@tend/analysis'
import { type Command, listSegmentNames, nameSegment, type Refusal, type SegmentName } from '@tend/care'
import type { Indicator, Label, Pack } from '@tend/pack'
import type { Store } from '@tend/store'

/** Where models and their names lie; `models` is the folder of what was learned. */
type Place = { readonly models: string; readonly store: Store }

/** What was learned last of each model, its segments under the names that people gave them since. For showing: scoring reads what was learned. */
export const readNamedModels = async (
  { models, store }: Place,
  onUnreadable?: (error: unknown) => void,
): Promise<ReadonlyMap<string, ModelArtifact>> => {
  const learned = await readModels(models, onUnreadable)
  const given = await listSegmentNames(store)
  return new Map([...learned].map(([id, artifact]) => [id, withNames(artifact, given)]))
}

const withNames = (artifact: ModelArtifact, given: readonly SegmentName[]): ModelArtifact => {
  if (artifact.kind !== 'segments') return artifact
  const names = new Map(
    given
      .filter(({ model, hash }) => model === artifact.model && hash === artifact.hash)
      .map(({ segment, zh, en }) => [segment, { zh, en }]),
  )
  return {
    ...artifact,
    segments: artifact.segments.map((segment) => ({ ...segment, name: names.get(segment.id) ?? segment.name })),
  }
}

/** A pack whose learned segments read as they are called: wherever an indicator's value is shown, said or offered in a condition. Its rules are the same. */
export const withSegmentNames = (pack: Pack, models: ReadonlyMap<string, ModelArtifact>): Pack => {
  const labels = (indicator: Indicator): Indicator => {
    if (indicator.kind !== 'model' || indicator.output !== 'segment') return indicator
    const artifact = models.get(indicator.model)
    if (artifact?.kind !== 'segments') return indicator
    const valueLabels: Record<string, Label> = Object.fromEntries(artifact.segments.map(({ id, name }) => [id, name]))
    return { ...indicator, valueLabels }
  }
  return { ...pack, indicators: new Map([...pack.indicators].map(([id, each]) => [id, labels(each)])) }
}

export type RenameOrder = {
  readonly model: string
  readonly segment: string
  readonly name: Label
  /** Of what was learned, as the person saw it; the training in force where it is not given. */
  readonly hash?: string
}

/**
 * Names a segment of the training in force, for page and command line alike. `unknown_segment` names those that there are; `content_differs` where the
 * model has been trained since the person looked: the same number may stand for other customers.
 */
export const renameSegment = async (
  place: Place,
  command: Command,
  { model, segment, name, hash }: RenameOrder,
): Promise<{ readonly kind: 'done' } | Refusal> => {
  const artifact = (await readNamedModels(place)).get(model)
  if (artifact?.kind !== 'segments') return { kind: 'refused', code: 'unknown_segment', detail: model }
  if (hash !== undefined && hash !== artifact.hash) return { kind: 'refused', code: 'content_differs' }
  const { segments } = artifact
  if (!segments.some(({ id }) => id === segment)) {
    const known = segments.map(({ id }) => id).join(', ')
    return { kind: 'refused', code: 'unknown_segment', detail: `${model}/${segment} (${known})` }
  }
  const others = segments.filter(({ id }) => id !== segment).map((other) => other.name)
  return nameSegment(place.store, command, { model, hash: artifact.hash, segment, ...name, others })
}
