import { expressionWords, namingOf } from '@tend/analysis'
import type { Label, Strategy, StrategyCell, StrategyPlay } from '@tend/contract'
import {
  type Action,
  compile,
  judgeOffer,
  type Level,
  type Node,
  namesIn,
  type Pack,
  type Play,
  type Scheme,
} from '@tend/pack'

type Chosen = { readonly classScheme: Scheme | undefined; readonly stageScheme: Scheme | undefined }
type Named = { readonly id: string; readonly label: Label }

/** The strategy table of a pack (S121–S128): every play as it is defined, and which of them a level of the one scheme and a level of the other meet. */
export function presentStrategy(pack: Pack, { classScheme, stageScheme }: Chosen): Strategy {
  const schemes = [...pack.schemes.values()]
  return {
    classSchemes: schemes.filter(({ variant }) => variant !== 'stage').map(named),
    stageSchemes: schemes.filter(({ variant }) => variant === 'stage').map(named),
    classScheme: classScheme === undefined ? null : withLevels(classScheme),
    stageScheme: stageScheme === undefined ? null : withLevels(stageScheme),
    cells: levelsOf(classScheme).flatMap((level) =>
      levelsOf(stageScheme).map((stage) => cellOf(pack, { classScheme, stageScheme }, level, stage)),
    ),
    plays: [...pack.plays.values()].map((play) => presentPlay(pack, play)),
  }
}

/** The schemes that are shown where nobody has chosen: what customers are graded by, and where they stand in their life with us. */
export function usualSchemes(pack: Pack): Chosen {
  const schemes = [...pack.schemes.values()]
  const first = (...variants: Scheme['variant'][]) => schemes.find(({ variant }) => variants.includes(variant))
  return { classScheme: first('ladder', 'rank') ?? first('matrix', 'list', 'rules'), stageScheme: first('stage') }
}

/** Levels upward; stages as a life goes through them. */
export const asPeopleRead = (scheme: Scheme): ((a: Level, b: Level) => number) =>
  scheme.variant === 'stage'
    ? (a, b) => scheme.order.indexOf(a.id) - scheme.order.indexOf(b.id)
    : (a, b) => a.rank - b.rank

const named = ({ id, label }: Named): Named => ({ id, label })

const withLevels = (scheme: Scheme) => ({
  id: scheme.id,
  label: scheme.label,
  levels: [...scheme.levels].sort(asPeopleRead(scheme)).map(named),
})

const levelsOf = (scheme: Scheme | undefined): readonly (string | null)[] =>
  scheme === undefined ? [null] : withLevels(scheme).levels.map(({ id }) => id)

function cellOf(pack: Pack, chosen: Chosen, level: string | null, stage: string | null): StrategyCell {
  const levels: Record<string, string | null> = {}
  if (chosen.classScheme) levels[chosen.classScheme.id] = level
  if (chosen.stageScheme) levels[chosen.stageScheme.id] = stage
  // Of a condition the cell knows the parts that speak of its own level and stage alone.
  const isKnown = (part: Node): boolean => namesIn(part).every((name) => typeof levels[name] === 'string')
  const holds = (match: NonNullable<Play['match']>, tree: Node): boolean =>
    compile({ ...match, tree }, pack.currency)(levels, '') === true
  const isFor = ({ for: wanted, match }: Play): boolean =>
    Object.entries(wanted).every(([scheme, ids]) => !(scheme in levels) || ids.includes(levels[scheme] ?? '')) &&
    (match === undefined || partsOf(match.tree).every((part) => !isKnown(part) || holds(match, part)))
  return {
    class: level,
    stage,
    plays: [...pack.plays.values()].filter(isFor).map((play) => {
      const offer = play.productClass === undefined ? undefined : judgeOffer(pack, levels, play.productClass, false)
      const guard = offer?.guard === undefined ? undefined : pack.guards.get(offer.guard)
      return {
        play: play.id,
        offer: offer?.rule ?? 'allowed',
        guard: guard === undefined ? null : named(guard),
        isConditional:
          (play.match !== undefined && !partsOf(play.match.tree).every(isKnown)) ||
          Object.keys(play.for).some((scheme) => !(scheme in levels)),
      }
    }),
  }
}

/** What all must hold. */
const partsOf = (node: Node): readonly Node[] =>
  node.kind === 'logic' && node.op === '&&' ? [...partsOf(node.left), ...partsOf(node.right)] : [node]

export function presentPlay(pack: Pack, play: Play): StrategyPlay {
  const naming = namingOf(pack)
  const name = (definitions: ReadonlyMap<string, Named>, id: string): Named => {
    const found = definitions.get(id)
    return found === undefined ? { id, label: { zh: id, en: id } } : named(found)
  }
  return {
    ...named(play),
    description: play.description ?? null,
    source: play.source ?? null,
    assumed: play.assumed ?? false,
    moments: play.on.map((id) => name(pack.moments, id)),
    for: Object.entries(play.for).map(([scheme, levels]) => {
      const found = new Map(pack.schemes.get(scheme)?.levels.map((level) => [level.id, level]))
      return { scheme: name(pack.schemes, scheme), levels: levels.map((id) => name(found, id)) }
    }),
    condition: play.match === undefined ? null : expressionWords(play.match, naming),
    purpose: name(pack.purposes, play.purpose),
    module: name(pack.modules, play.module),
    contactLabel: play.contactLabel,
    channel: name(pack.channels, play.channel),
    assign: play.assign,
    skill: play.skill ?? null,
    jointWith: play.jointWith === undefined ? null : { id: play.jointWith, label: naming.labelOf(play.jointWith) },
    dueDays: play.dueDays,
    maxAttempts: play.maxAttempts,
    retryWorkingDays: play.retryWorkingDays,
    effortMinutes: play.effortMinutes,
    chance: expressionWords(play.chance, naming),
    method: play.method,
    valueAdd: play.valueAdd ?? null,
    bond: play.bond ?? null,
    rhythm: play.rhythm,
    actions: play.actions.map((action) => presentAction(pack, play, action)),
    script: play.script,
    checklist: [...play.checklist],
    outcomes: [...play.outcomes],
    productClass: play.productClass === undefined ? null : productClassOf(pack, play.productClass),
  }
}

export function presentAction(pack: Pack, play: Play, action: Action): StrategyPlay['actions'][number] {
  const labelOf = (definition: { readonly label: Label } | undefined, id: string): Label =>
    definition?.label ?? { zh: id, en: id }
  switch (action.kind) {
    case 'task':
      return {
        kind: 'task',
        id: null,
        label: labelOf(pack.channels.get(play.channel), play.channel),
        channel: play.channel,
      }
    case 'message': {
      const template = pack.templates.get(action.template)
      const label = labelOf(template, action.template)
      return { kind: 'message', id: action.template, label, channel: template?.channel ?? null }
    }
    case 'benefit':
      return {
        kind: 'benefit',
        id: action.benefit,
        label: labelOf(pack.benefits.get(action.benefit), action.benefit),
        channel: null,
      }
    case 'case':
      return { kind: 'case', id: action.case, label: labelOf(pack.cases.get(action.case), action.case), channel: null }
  }
}

function productClassOf(pack: Pack, id: string): Named {
  for (const guard of pack.guards.values()) {
    const found = guard.classes.find((each) => each.id === id)
    if (found !== undefined) return named(found)
  }
  return { id, label: { zh: id, en: id } }
}
