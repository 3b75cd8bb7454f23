import type { Form } from '@tend/pack'

/** Share of answered fields in each group, weighted by the groups' weights: 0–1 (S16, G31, golden B8). */
export const completenessOf = (form: Form, answered: ReadonlySet<string>): number =>
  form.groups.reduce((total, group) => {
    const fields = form.fields.filter((field) => field.group === group.id)
    const done = fields.filter((field) => answered.has(field.id)).length
    return total + (fields.length === 0 ? 0 : (group.weight * done) / fields.length)
  }, 0)

/**
 * The stage to ask next (S39, golden B21). The first lasts until its fields are answered. Later ones are for the customer to decline, so they only have to
 * have been asked: `asked` holds fields with an answer or a withdrawn one.
 */
export const stageOf = (form: Form, answered: ReadonlySet<string>, asked: ReadonlySet<string>): 1 | 2 | 3 => {
  const isDone = (stage: number, done: ReadonlySet<string>): boolean =>
    form.fields.every((field) => field.stage !== stage || done.has(field.id))
  if (!isDone(1, answered)) return 1
  return isDone(2, asked) ? 3 : 2
}
