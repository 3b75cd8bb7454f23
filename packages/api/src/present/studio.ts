import { diffPacks, namingOf } from '@tend/analysis'
import { isMaker, type PackVersion as Version, type VersionEntry } from '@tend/care'
import type {
  ConditionName,
  DefinitionChange,
  DefinitionKind,
  PackVersion,
  StudioDefinition,
  StudioIssue,
} from '@tend/contract'
import type { CheckedContent, DefinitionText, InForce } from '@tend/jobs'
import { customerScope, type Fact, factScope, type Issue, type Label, type Pack } from '@tend/pack'
import type { Person } from '../person.ts'

/** A version for its reader, with what he may do with it as it stands. */
export function presentVersion(version: Version, inForce: InForce, person: Person, changes: number): PackVersion {
  const { state } = version
  const isOwn = isMaker(version, person.actor)
  const isInForce = inForce.version === version.version
  const isBehind = (state === 'draft' || state === 'submitted') && version.base_hash !== inForce.pack.hash
  const decidedBy = version.approved_by ?? version.rejected_by
  const mayEdit = person.may('studio.edit') && isOwn
  const mayDecide = person.may('studio.approve') && !isOwn && state === 'submitted'
  return {
    version: version.version,
    title: version.title,
    note: version.note,
    state,
    isInForce,
    hash: version.hash,
    baseHash: version.base_hash,
    isBehind,
    changes,
    createdBy: { userId: version.created_by, name: version.created_by_name },
    createdAt: version.created_at,
    submittedAt: version.submitted_at,
    decidedBy: decidedBy === null ? null : { userId: decidedBy, name: version.decided_by_name ?? decidedBy },
    decidedAt: version.decided_at,
    reason: version.reason,
    may: {
      edit: mayEdit && state === 'draft',
      submit: mayEdit && state === 'draft' && version.hash !== null && version.hash !== inForce.pack.hash && !isBehind,
      withdraw: mayEdit && (state === 'draft' || state === 'submitted'),
      approve: mayDecide && !isBehind && version.hash !== null,
      reject: mayDecide,
      rollBack: person.may('studio.approve') && state === 'published' && !isInForce,
    },
  }
}

/** Entries that differ between two contents. */
export function changedEntries(a: readonly VersionEntry[], b: readonly VersionEntry[]): number {
  const texts = new Map(a.map((entry) => [`${entry.kind}/${entry.id}`, entry.yaml]))
  const differing = b.filter(({ kind, id, yaml }) => texts.get(`${kind}/${id}`) !== yaml).length
  const gone = a.filter(({ kind, id }) => !b.some((entry) => entry.kind === kind && entry.id === id)).length
  return differing + gone
}

/** What a content changes, in words; while it has mistakes its texts alone are told. */
export function presentDiff(
  base: { readonly pack: Pack; readonly texts: readonly DefinitionText[] },
  checked: CheckedContent,
  content: readonly VersionEntry[],
): DefinitionChange[] {
  const before = textsByPlace(base.texts)
  if (checked.pack === undefined) {
    return content.flatMap(({ kind, id, yaml }) => {
      const old = before.get(`${kind}/${id}`)
      if (old?.yaml.trim() === yaml.trim()) return []
      const label = old?.label ?? { zh: id, en: id }
      const change = old === undefined ? ('added' as const) : ('changed' as const)
      return [{ kind: kind as DefinitionKind, id, label, change, words: [], before: old?.yaml ?? null, after: yaml }]
    })
  }
  const after = textsByPlace(checked.texts)
  return diffPacks(base.pack, checked.pack).map(({ kind, id, label, change, words }) => ({
    kind,
    id,
    label,
    change,
    words: [...words],
    before: before.get(`${kind}/${id}`)?.yaml ?? null,
    after: after.get(`${kind}/${id}`)?.yaml ?? null,
  }))
}

const textsByPlace = (texts: readonly DefinitionText[]) =>
  new Map(texts.map((text) => [`${text.kind}/${text.id}`, text]))

/** Issues with places in the definition's own text; those of other files are of the pack as a whole. */
export function presentIssue({ code, severity, file, line, column, path, message, suggestion }: Issue): StudioIssue {
  const own = /^([a-z]+)\/([a-z0-9_]+)\.yaml$/.exec(file)
  return {
    code,
    severity,
    kind: (own?.[1] as DefinitionKind | undefined) ?? null,
    id: own?.[2] ?? null,
    line,
    column,
    path,
    message,
    suggestion: suggestion ?? null,
  }
}

export function presentDefinitions(
  texts: readonly DefinitionText[],
  base: readonly DefinitionText[] | undefined,
): StudioDefinition[] {
  const before = base && textsByPlace(base)
  return texts.map(({ kind, id, label, description, variant, source, assumed, file, yaml }) => {
    const old = before?.get(`${kind}/${id}`)
    const change = before === undefined || old?.yaml === yaml ? null : old === undefined ? 'added' : 'changed'
    return {
      kind,
      id,
      label,
      description: description ?? null,
      variant: variant ?? null,
      source: source ?? null,
      assumed,
      file,
      yaml,
      change,
    }
  })
}

/** Names for conditions over customers; personal columns are no grounds for a rule and are not offered. */
export function presentNames(pack: Pack): ConditionName[] {
  const columns = new Map(pack.facts.get('customer')?.columns.map((column) => [column.id, column]))
  const naming = namingOf(pack)
  return [...customerScope(pack)].flatMap(([id, { unit, values = [] }]): ConditionName[] => {
    if (columns.get(id)?.sensitivity !== undefined) return []
    const before = id.endsWith('_before') ? pack.schemes.get(id.slice(0, -'_before'.length)) : undefined
    const levels = (before ?? pack.schemes.get(id))?.levels
    const labels = columns.get(id)?.valueLabels ?? pack.indicators.get(id)?.valueLabels
    const labelOf = (value: string): Label =>
      levels?.find((level) => level.id === value)?.label ?? labels?.[value] ?? { zh: value, en: value }
    const from = before
      ? 'before'
      : pack.schemes.has(id)
        ? 'scheme'
        : pack.indicators.has(id)
          ? 'indicator'
          : 'attribute'
    return [
      {
        id,
        label: naming.labelOf(id),
        unit,
        from,
        values: values.map((value) => ({ id: value, label: labelOf(value) })),
      },
    ]
  })
}

export function presentFactNames(fact: Fact): ConditionName[] {
  return [...factScope(fact)].flatMap(([id, { unit, values = [] }]): ConditionName[] => {
    const column = fact.columns.find((each) => each.id === id)
    if (column?.sensitivity !== undefined) return []
    const labelOf = (value: string): Label => column?.valueLabels?.[value] ?? { zh: value, en: value }
    return [
      {
        id,
        label: column?.label ?? { zh: id, en: id },
        unit,
        from: 'fact',
        values: values.map((value) => ({ id: value, label: labelOf(value) })),
      },
    ]
  })
}
