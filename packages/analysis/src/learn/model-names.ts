import type { Model } from '@tend/pack'

/** Columns of the wide row that a model learns from and scores with. */
export function namesOfModel(model: Model): readonly string[] {
  if (model.kind !== 'purchases') return model.features
  const { frequency, recency, age, value } = model
  return value === undefined ? [frequency, recency, age] : [frequency, recency, age, value]
}
