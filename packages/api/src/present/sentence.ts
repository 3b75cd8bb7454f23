import { type Actor, maskRow, themeMoment } from '@tend/care'
import type { Label } from '@tend/contract'
import { formatSentence, formatValue, type Pack, type Unit, type Vocabulary, vocabularyOf } from '@tend/pack'
import { sensitivityIn } from './sensitivity.ts'

const vocabularies = new WeakMap<Pack, Map<string, Vocabulary>>()

/** Built once a pack and moment; lists ask for them row by row. */
function vocabulary(pack: Pack, moment = ''): Vocabulary {
  const known = vocabularies.get(pack) ?? new Map<string, Vocabulary>()
  vocabularies.set(pack, known)
  const found = known.get(moment) ?? vocabularyOf(pack, moment === '' ? undefined : moment)
  known.set(moment, found)
  return found
}

/** A moment's reason with its values as the reader may see them, in both languages. A moment that the pack no longer defines is named by its id. */
export function presentReason(pack: Pack, actor: Actor, moment: string, raw: Readonly<Record<string, unknown>>): Label {
  if (moment === themeMoment)
    return { zh: `专题“${raw.theme}”：${raw.goal}。`, en: `Theme “${raw.theme}”: ${raw.goal}.` }
  const definition = pack.moments.get(moment)
  if (definition === undefined) return { zh: moment, en: moment }
  const words = vocabulary(pack, moment)
  const fact = definition.kind === 'expiry' || definition.kind === 'fact' ? definition.fact : undefined
  const values = maskRow(actor, raw, sensitivityIn(pack, fact))
  return {
    zh: formatSentence(definition.reason, values, 'zh', words),
    en: formatSentence(definition.reason, values, 'en', words),
  }
}

type Shown = { readonly id: string; readonly label: Label; readonly unit: Unit; readonly value: unknown }

/** Why a level, as a sentence: the values that decided, then the level; of a rules scheme the tags, which come joined by commas. */
export function presentDecision(pack: Pack, scheme: string, level: string | null, values: readonly Shown[]): Label {
  const definition = pack.schemes.get(scheme)
  const held = level?.split(',') ?? []
  const labels = definition?.levels.flatMap(({ id, label }) => (held.includes(id) ? [label] : [])) ?? []
  const levelLabel =
    labels.length === 0
      ? undefined
      : { zh: labels.map(({ zh }) => zh).join('、'), en: labels.map(({ en }) => en).join(', ') }
  return presentMove(pack, definition?.label ?? { zh: scheme, en: scheme }, levelLabel, values)
}

/** The same for a scheme and level that a draft may have and the pack has not. */
export function presentMove(
  pack: Pack,
  scheme: Label,
  level: Label = { zh: '未定级', en: 'no level' },
  values: readonly Shown[],
): Label {
  const codes = vocabulary(pack)
  const list = (lang: keyof Label) =>
    values.map(({ id, label, unit, value }) => {
      const code = typeof value === 'string' ? codes.labelOf(id, value) : undefined
      return `${label[lang]} ${code?.[lang] ?? formatValue(value, unit, lang, pack.currency)}`
    })
  const zh = list('zh').join('、')
  const en = list('en').join(', ')
  return {
    zh: `${zh === '' ? '' : `${zh}，`}${scheme.zh}为“${level.zh}”。`,
    en: `${en === '' ? '' : `${en}: `}${scheme.en} is “${level.en}”.`,
  }
}

/** Label and unit of a name in the wide row. */
export function describeName(pack: Pack, name: string): { readonly label: Label; readonly unit: Unit } {
  const column = pack.facts.get('customer')?.columns.find(({ id }) => id === name)
  const label = pack.indicators.get(name)?.label ??
    column?.label ??
    pack.schemes.get(name)?.label ?? { zh: name, en: name }
  return { label, unit: vocabulary(pack).unitOf(name) ?? 'text' }
}
