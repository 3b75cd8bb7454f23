import {
  type DefinitionKind,
  definitionKinds,
  type Expression,
  type Label,
  type Level,
  type Pack,
  type Scheme,
} from '@tend/pack'
import { codeWords } from './code-words.ts'
import { expressionWords, namingOf } from './words.ts'

/** One definition that differs between two packs, in words. */
export type DefinitionDiff = {
  readonly kind: DefinitionKind
  readonly id: string
  readonly label: Label
  readonly change: 'added' | 'removed' | 'changed'
  readonly words: readonly Label[]
}

/** What `after` says unlike `before`, by kind, then id; a changed definition in a sentence a field. Pure. */
export function diffPacks(before: Pack, after: Pack): readonly DefinitionDiff[] {
  return definitionKinds.flatMap((kind) => {
    const [old, now]: ReadonlyMap<string, Definition>[] = [before[kind], after[kind]]
    const ids = [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].sort()
    return ids.flatMap((id): DefinitionDiff[] => {
      const [a, b] = [old?.get(id), now?.get(id)]
      if (a === undefined && b !== undefined)
        return [{ kind, id, label: b.label, change: 'added', words: [said(b.label, '新增', 'added')] }]
      if (a !== undefined && b === undefined)
        return [{ kind, id, label: a.label, change: 'removed', words: [said(a.label, '删除', 'removed')] }]
      if (a === undefined || b === undefined) return []
      const words = diffFields(a, b, before, after)
      return words.length === 0 ? [] : [{ kind, id, label: b.label, change: 'changed', words }]
    })
  })
}

type Definition = { readonly id: string; readonly label: Label } & object

const said = (label: Label, zh: string, en: string): Label => ({ zh: `${zh}“${label.zh}”`, en: `“${label.en}” ${en}` })

/** What fields are called; one that is not here is called by its key. */
const fieldNames: Readonly<Record<string, Label>> = {
  label: { zh: '名称', en: 'name' },
  description: { zh: '说明', en: 'description' },
  source: { zh: '出处', en: 'source' },
  assumed: { zh: '是否假设', en: 'assumed' },
  enter: { zh: '进入条件', en: 'to enter' },
  keep: { zh: '保级条件', en: 'to keep' },
  gap: { zh: '升级差额', en: 'what is missing' },
  margin: { zh: '降级余量', en: 'what may be lost' },
  cut: { zh: '累计占比', en: 'share from the top' },
  share: { zh: '公布占比', en: 'published share' },
  yearlyCost: { zh: '每户年成本', en: 'yearly cost of a customer' },
  immediate: { zh: '立即升级', en: 'immediate' },
  validityMonths: { zh: '有效期（月）', en: 'validity in months' },
  ratchet: { zh: '有效期内只升不降', en: 'only rises within validity' },
  riseRenewsValidity: { zh: '升级重新计有效期', en: 'a rise renews the validity' },
  recomputeMonths: { zh: '定级月份', en: 'months of judging' },
  demote: { zh: '降级方式', en: 'how one falls' },
  among: { zh: '适用客户', en: 'among' },
  manual: { zh: '允许人工定级', en: 'may be given by hand' },
  metric: { zh: '排名指标', en: 'ranked by' },
  tie: { zh: '并列时按', en: 'ties by' },
  when: { zh: '触发条件', en: 'condition' },
  where: { zh: '筛选条件', en: 'rows where' },
  value: { zh: '涉及金额', en: 'value at stake' },
  urgency: { zh: '紧急程度', en: 'urgency' },
  priority: { zh: '优先级', en: 'priority' },
  ttlDays: { zh: '有效天数', en: 'days open' },
  dedupeDays: { zh: '不重复天数', en: 'days before it is noticed again' },
  reason: { zh: '话术理由', en: 'sentence' },
  cadence: { zh: '频率', en: 'cadence' },
  expression: { zh: '公式', en: 'formula' },
  argument: { zh: '计量', en: 'what is measured' },
  function: { zh: '算法', en: 'measure' },
  window: { zh: '时间窗口', en: 'window' },
  match: { zh: '适用条件', en: 'matches' },
  dueDays: { zh: '完成天数', en: 'days to do it' },
  maxAttempts: { zh: '最多次数', en: 'attempts' },
  script: { zh: '话术', en: 'script' },
  on: { zh: '响应时刻', en: 'answers' },
  for: { zh: '适用级别', en: 'for levels' },
  purpose: { zh: '联系目的', en: 'purpose' },
  actions: { zh: '动作内容', en: 'actions' },
  module: { zh: '任务模块', en: 'module' },
  channel: { zh: '渠道', en: 'channel' },
  assign: { zh: '分派', en: 'assigned to' },
  effortMinutes: { zh: '所需分钟', en: 'minutes of work' },
  chance: { zh: '见效可能', en: 'chance to change it' },
  method: { zh: '关怀方法', en: 'method of care' },
  valueAdd: { zh: '增值类别', en: 'what it adds' },
  bond: { zh: '联结类别', en: 'bond' },
  rhythm: { zh: '定期或不定期', en: 'rhythm' },
  checklist: { zh: '要点', en: 'checklist' },
  productClass: { zh: '产品类别', en: 'what is offered' },
  basis: { zh: '依据', en: 'basis' },
  consentText: { zh: '同意文字', en: 'words of consent' },
  consentVersion: { zh: '同意文字版本', en: 'version of these words' },
  address: { zh: '地址列', en: 'address' },
  afterLeaving: { zh: '可联系已离开的客户', en: 'customers who have left too' },
  needsTrust: { zh: '须先联系过', en: 'after a first contact only' },
  isQuiet: { zh: '免受时段限制', en: 'allowed in quiet hours' },
  isInPerson: { zh: '当面', en: 'face to face' },
  isInternal: { zh: '不触达客户', en: 'reaches no customer' },
  quietHours: { zh: '免打扰时段', en: 'quiet hours' },
  quietOnHolidays: { zh: '节假日免打扰', en: 'quiet on days off' },
  coolOffDays: { zh: '拒绝后冷却天数', en: 'days left in peace' },
  caps: { zh: '联系上限', en: 'caps' },
  minimums: { zh: '联系下限', en: 'minimums' },
  channels: { zh: '渠道', en: 'channels' },
  purposes: { zh: '目的', en: 'purposes' },
  per: { zh: '每', en: 'per' },
  max: { zh: '最多', en: 'at most' },
  min: { zh: '至少', en: 'at least' },
  forbidden: { zh: '禁用词', en: 'forbidden terms' },
  terms: { zh: '词', en: 'terms' },
  why: { zh: '原因', en: 'why' },
  requires: { zh: '必含内容', en: 'must hold' },
  sender: { zh: '署名人', en: 'who signs' },
  subject: { zh: '标题', en: 'subject' },
  body: { zh: '正文', en: 'text' },
  cost: { zh: '成本', en: 'cost' },
  validityDays: { zh: '有效天数', en: 'days of validity' },
  perYear: { zh: '每年次数', en: 'times a year' },
  needsApproval: { zh: '须审批', en: 'needs approval' },
  dueWorkingDays: { zh: '办理工作日', en: 'working days' },
  route: { zh: '首办人', en: 'goes to' },
  needsAnswer: { zh: '须答复客户', en: 'needs an answer' },
  answers: { zh: '应对话术', en: 'answers' },
  topic: { zh: '主题', en: 'topic' },
  roles: { zh: '学习人员', en: 'who learns it' },
  validMonths: { zh: '有效月数', en: 'months of validity' },
  refusal: { zh: '拒绝处理', en: 'refusal' },
  kind: { zh: '种类', en: 'kind' },
  template: { zh: '模板', en: 'template' },
  benefit: { zh: '权益', en: 'benefit' },
  case: { zh: '跟进事项', en: 'case' },
}

/** Sentences of all fields that differ, deep inside by the label of the level or field they belong to. */
function diffFields(a: Definition, b: Definition, before: Pack, after: Pack): Label[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (key) => !['id', 'position', 'levels'].includes(key),
  )
  const read = (definition: Definition, key: string): unknown => (definition as Readonly<Record<string, unknown>>)[key]
  const fields = names.flatMap((key) =>
    diffValue(fieldNames[key] ?? same(key), named(key, read(a, key)), named(key, read(b, key)), before, after),
  )
  const [levelsA, levelsB] = [read(a, 'levels'), read(b, 'levels')] as [(readonly Level[])?, (readonly Level[])?]
  return [...fields, ...(levelsA && levelsB ? diffLevels(levelsA, levelsB, before, after) : [])]
}

function diffLevels(a: readonly Level[], b: readonly Level[], before: Pack, after: Pack): Label[] {
  const ids = [...new Set([...b.map(({ id }) => id), ...a.map(({ id }) => id)])]
  const words = ids.flatMap((id) => {
    const [old, now] = [a.find((level) => level.id === id), b.find((level) => level.id === id)]
    if (old === undefined && now !== undefined) return [said(now.label, '新增级别', 'is a new level')]
    if (old !== undefined && now === undefined) return [said(old.label, '删除级别', 'is no level any more')]
    if (old === undefined || now === undefined) return []
    // The rank follows from the order, which is told once.
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
      (key) => key !== 'id' && key !== 'rank',
    )
    return names.flatMap((key) => {
      if (isDerived(old, key) && isDerived(now, key)) return []
      const name = key === 'enter' ? undefined : (fieldNames[key] ?? same(key))
      const title =
        name === undefined ? now.label : { zh: `${now.label.zh}·${name.zh}`, en: `${now.label.en}, ${name.en}` }
      return diffValue(title, old[key as keyof Level], now[key as keyof Level], before, after)
    })
  })
  const common = (levels: readonly Level[], others: readonly Level[]) =>
    levels.map(({ id }) => id).filter((id) => others.some((level) => level.id === id))
  const isMoved = common(a, b).join() !== common(b, a).join()
  return isMoved ? [...words, { zh: '级别顺序改变', en: 'the order of the levels changed' }] : words
}

/** A distance that follows from a condition stands where the condition does: who is told of that knows of this. */
function isDerived(level: Level, key: string): boolean {
  if (key !== 'gap' && key !== 'margin') return false
  const place = level[key]?.position
  return [level.enter, level.keep].some(
    (rule) => place === undefined || (rule?.position.line === place.line && rule.position.column === place.column),
  )
}

const same = (text: string): Label => ({ zh: text, en: text })

function diffValue(title: Label, a: unknown, b: unknown, before: Pack, after: Pack): Label[] {
  if (canonical(a) === canonical(b)) return []
  const [old, now] = [spoken(a, before), spoken(b, after)]
  const zh = `${title.zh}：${shortened(old.zh, now.zh)}`
  const en = `${title.en}: ${shortened(old.en, now.en)}`
  const words = isExpression(b) ? expressionWords(b, namingOf(after)) : undefined
  if (words === undefined || isSameFigure(words.zh, now.zh)) return [{ zh, en }]
  return [{ zh: `${zh}（${words.zh}）`, en: `${en} (${words.en})` }]
}

const isSameFigure = (a: string, b: string): boolean => a.replace(/\s/g, '') === b.replace(/\s/g, '')

/** `a >= 200000` and `a >= 250000` read `a >= 200000 → 250000`: what both begin with is told once, up to a space. */
function shortened(a: string, b: string): string {
  let shared = 0
  while (shared < Math.min(a.length, b.length) && a[shared] === b[shared]) shared += 1
  const start = a.lastIndexOf(' ', shared - 1) + 1
  const isPlain = start > 0 && !a.slice(start).includes(' ') && !b.slice(start).includes(' ')
  return isPlain ? `${a} → ${b.slice(start)}` : `${a || '–'} → ${b || '–'}`
}

const isExpression = (value: unknown): value is Expression =>
  typeof value === 'object' && value !== null && 'tree' in value && 'text' in value

/** As the pack's hash sees it: an expression by its text, places left out. */
function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (key, inner: unknown) => {
      if (key === 'position') return undefined
      if (isExpression(inner)) return inner.text
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
      return Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1)))
    }) ?? ''
  )
}

function spoken(value: unknown, pack: Pack): Label {
  if (value === undefined || value === null) return { zh: '无', en: 'none' }
  if (value === true) return { zh: '是', en: 'yes' }
  if (value === false) return { zh: '否', en: 'no' }
  if (isExpression(value)) return same(value.text)
  if (isLabel(value)) return value
  if (typeof value !== 'object') return same(String(value))
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown) => spoken(part, pack))
    return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') }
  }
  const parts = Object.entries(value)
    .filter(([key]) => key !== 'position')
    .map(([key, inner]) => {
      const scheme = pack.schemes.get(key)
      const [name, text] =
        scheme === undefined || !Array.isArray(inner)
          ? [fieldNames[key] ?? same(key), spoken(named(key, inner), pack)]
          : [scheme.label, spoken(inner.map(levelNamed(scheme)), pack)]
      return { zh: `${name.zh} ${text.zh}`, en: `${name.en} ${text.en}` }
    })
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') }
}

/** A choice by its words; everything else as it is. */
const named = (key: string, value: unknown): unknown =>
  typeof value === 'string' ? (codeWords(key, value) ?? value) : value

const levelNamed =
  ({ levels }: Scheme) =>
  (id: unknown): unknown =>
    levels.find((level) => level.id === id)?.label ?? id

const isLabel = (value: unknown): value is Label =>
  typeof value === 'object' && value !== null && 'zh' in value && 'en' in value
