import { roles } from '@tend/care'
import type { Catalogue, catalogueRoutes, ValueUnit } from '@tend/contract'
import type { Column, ColumnType, Label, Pack } from '@tend/pack'
import type { Handlers } from '../call.ts'
import type { Person } from '../person.ts'
import { filledModules } from '../present/modules.ts'
import { asPeopleRead } from '../present/strategy.ts'
import { visibleUnits } from '../visible-units.ts'

export const catalogueHandlers: Handlers<keyof typeof catalogueRoutes> = {
  getCatalogue: async ({ api, person }): Promise<Catalogue> => {
    const run = await api.state.currentRun()
    const { units } = await api.directory()
    return {
      ...describePack(api.pack, person),
      asOf: run?.as_of ?? null,
      units: visibleUnits(units, await person.scope(), person.actor).map((unit) => ({
        unitId: unit.unit_id,
        parentId: unit.parent_id,
        name: unit.name,
        kind: unit.kind,
      })),
    }
  },
}

type Described = Omit<Catalogue, 'asOf' | 'units'>

function describePack(pack: Pack, person: Person): Described {
  return {
    pack: {
      id: pack.id,
      label: pack.label,
      version: pack.version,
      hash: pack.hash,
      timeZone: pack.timeZone,
      currency: pack.currency,
    },
    attributes: describeAttributes(pack, person),
    indicators: [...pack.indicators.values()].map((indicator) => ({
      ...defined(indicator),
      unit: indicator.unit,
      chart: indicator.chart,
      values: Object.entries(indicator.valueLabels ?? {}).map(([id, label]) => ({ id, label })),
    })),
    schemes: [...pack.schemes.values()].map((scheme) => ({
      ...defined(scheme),
      variant: scheme.variant,
      validityMonths: scheme.variant === 'ladder' ? (scheme.validityMonths ?? null) : null,
      manual: scheme.manual,
      levels: [...scheme.levels].sort(asPeopleRead(scheme)).map(({ id, label, rank, source, assumed }) => ({
        id,
        label,
        rank,
        source: source ?? null,
        assumed: assumed ?? false,
      })),
    })),
    moments: [...pack.moments.values()].map((moment) => ({
      ...defined(moment),
      cadence: moment.cadence,
      kind: moment.kind,
      priority: moment.priority,
    })),
    plays: [...pack.plays.values()].map((play) => ({
      ...defined(play),
      moments: [...play.on],
      purpose: play.purpose,
      module: play.module,
      contactLabel: play.contactLabel,
      channel: play.channel,
      assign: play.assign,
      maxAttempts: play.maxAttempts,
      script: play.script,
      checklist: [...play.checklist],
      outcomes: [...play.outcomes],
    })),
    outcomes: [...pack.outcomes.values()].map((outcome) => ({
      ...defined(outcome),
      result: outcome.result,
      refusal: outcome.refusal ?? null,
    })),
    forms: [...pack.forms.values()].map((form) => ({
      ...defined(form),
      purpose: form.purpose,
      groups: [...form.groups],
      fields: form.fields.map((field) => ({
        ...field,
        options: [...(field.options ?? [])],
        sensitivity: field.sensitivity ?? null,
      })),
    })),
    facts: [...pack.facts.values()].map((fact) => ({
      ...defined(fact),
      key: [...fact.key],
      delivery: fact.delivery,
      isDated: fact.date !== undefined,
      columns: fact.columns.map(({ id, label, type, required, headers }) => ({
        id,
        label,
        type,
        required,
        headers: [...headers],
      })),
    })),
    ...describeCare(pack),
  }
}

type CareParts = 'purposes' | 'channels' | 'modules' | 'cases' | 'benefits' | 'objections' | 'bulletins'

/** What a working day names beside plays and outcomes. */
const describeCare = (pack: Pack): Pick<Described, CareParts> => ({
  purposes: [...pack.purposes.values()].map((purpose) => ({ ...defined(purpose), basis: purpose.basis })),
  channels: [...pack.channels.values()].map((channel) => ({
    ...defined(channel),
    by: channel.by,
    isInternal: channel.isInternal ?? false,
  })),
  modules: filledModules(pack).map(defined),
  cases: [...pack.cases.values()].map((kind) => ({
    ...defined(kind),
    dueWorkingDays: kind.dueWorkingDays,
    needsAnswer: kind.needsAnswer,
  })),
  benefits: [...pack.benefits.values()].map((benefit) => ({
    ...defined(benefit),
    needsApproval: benefit.needsApproval,
    validityDays: benefit.validityDays,
  })),
  objections: [...pack.objections.values()].map((objection) => ({
    ...defined(objection),
    answers: [...objection.answers],
    plays: [...objection.plays],
  })),
  bulletins: [...pack.bulletins.values()].map(defined),
})

type Definition = {
  readonly id: string
  readonly label: Catalogue['pack']['label']
  readonly description?: Catalogue['pack']['label']
  readonly source?: string
  readonly assumed?: boolean
}

const defined = ({ id, label, description, source, assumed }: Definition) => ({
  id,
  label,
  description: description ?? null,
  source: source ?? null,
  assumed: assumed ?? false,
})

const unitOfColumn: Readonly<Record<ColumnType, ValueUnit>> = {
  text: 'text',
  integer: 'count',
  number: 'number',
  money: 'money',
  date: 'date',
  boolean: 'flag',
}

/** Columns of the customer fact; one that the role reads nothing of is not named. */
function describeAttributes(pack: Pack, { actor }: Person): Catalogue['attributes'] {
  const rule = roles[actor.role]
  const columns = pack.facts.get('customer')?.columns ?? []
  return columns
    .filter(({ sensitivity }) => sensitivity === undefined || rule.scope !== 'none')
    .map((column) => ({
      id: column.id,
      label: column.label,
      unit: unitOfColumn[column.type],
      values: (column.values ?? []).map((value) => ({ id: value, label: labelOfValue(column, value) })),
      sensitivity: column.sensitivity ?? null,
    }))
}

/** As the pack calls it; else files of the house write values in its own language: the first Chinese word that maps to the value is its Chinese name. */
function labelOfValue({ map, valueLabels }: Column, value: string): Label {
  const label = valueLabels?.[value]
  if (label !== undefined) return label
  const written = Object.entries(map ?? {}).find(([word, meant]) => meant === value && /\p{Script=Han}/u.test(word))
  return { zh: written?.[0] ?? value, en: value.replaceAll('_', ' ') }
}
