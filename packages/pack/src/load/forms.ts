import type { Form, FormField } from '../definitions.ts'
import { checkReference, compact, definedBy, readShape } from './build.ts'
import type { Entry, Report } from './report.ts'
import { formShape } from './shapes.ts'

export function buildForm(entry: Entry, report: Report): Form | undefined {
  const raw = readShape(formShape, entry, report)
  if (raw === undefined) return undefined
  const groups = raw.groups.map((group) => group.id)
  const fields = Object.entries(raw.fields).map(([id, written]): FormField => {
    const path = ['fields', id]
    checkReference(written.group, groups, { entry, path: [...path, 'group'], noun: 'group' }, report)
    const isChoice = written.type === 'choice' || written.type === 'choices'
    if (isChoice !== (written.options !== undefined)) {
      const message = isChoice
        ? { zh: `“${id}”是选择项，要写出“options”`, en: `"${id}" is a choice and needs "options"` }
        : { zh: `“${id}”不是选择项，不能有“options”`, en: `"${id}" is no choice, so it has no "options"` }
      report.say(entry.file, [entry.id, ...path], { code: 'wrong-value', message, atKey: true })
    }
    const { label, type, stage, group, required = false, sensitivity } = written
    const options =
      written.options && Object.entries(written.options).map(([option, text]) => ({ id: option, label: text }))
    return { id, label, type, stage, group, required, ...compact({ options, sensitivity }) }
  })
  checkWeights(entry, raw.groups, report)
  return { ...definedBy(entry, raw), groups: raw.groups, fields, purpose: raw.purpose }
}

function checkWeights(entry: Entry, groups: readonly { readonly weight: number }[], report: Report): void {
  const total = groups.reduce((sum, group) => sum + group.weight, 0)
  if (Math.abs(total - 1) < 1e-9) return
  const found = Number(total.toFixed(6))
  const message = {
    zh: `各分组的权重合计为 ${found}，应合计为 1`,
    en: `the weights of the groups total ${found}, but must total 1`,
  }
  report.say(entry.file, [entry.id, 'groups'], { code: 'weights', message, atKey: true })
}
