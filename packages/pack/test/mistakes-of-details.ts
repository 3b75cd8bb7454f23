import { derived, label, levels, type Mistake, measured, moment, reason, scheme } from './mistake-parts.ts'

/** One row a mistake in a formula: the formula with `»`, the unit of its indicator, the issue. */
const keptAs = (title: string, formula: string, unit: string, message: string): Mistake => ({
  title,
  file: 'indicators/a.yaml',
  yaml: `a:\n  ${label}\n  unit: ${unit}\n  formula: »${formula}\n`,
  code: 'unit-mismatch',
  message,
})
const inFormula = (title: string, formula: string, unit: string, code: string, message: string): Mistake => ({
  title,
  file: 'indicators/a.yaml',
  yaml: derived(JSON.stringify(formula), unit),
  code,
  message,
})

const formulaMistakes: readonly Mistake[] = [
  inFormula('a text in quotes that do not close', "gender == »'f", 'flag', 'cel-syntax', 'the quotes of a text'),
  inFormula('a bracket that does not close', '(spent > 1»', 'flag', 'cel-syntax', 'expected ")", got the end'),
  inFormula('a sign where a name belongs', 'spent + »)', 'money', 'cel-syntax', 'unexpected token: ")"'),
  inFormula('a word that CEL keeps for itself', '»while > 1', 'flag', 'cel-syntax', 'reserved identifier: while'),
  inFormula('texts put in order', "»gender > 'f'", 'flag', 'cel-type', 'a text compares with == and != only'),
  inFormula('two sides of a choice in two types', "spent > 1 ? 1 : »'a'", 'money', 'cel-type', 'both sides of ":"'),
  inFormula('something in what is no list', "gender in »'f'", 'flag', 'cel-type', "as in x in ['a', 'b']"),
  inFormula('a flag looked up in a list', '»has_left in [true]', 'flag', 'cel-type', 'a flag cannot be looked up'),
  inFormula('a name in a list', 'gender in [»kind]', 'flag', 'cel-name', 'unknown name "kind"'),
  inFormula('a known name in a list', 'spent in [»days_gone]', 'flag', 'cel-type', 'a list holds written values only'),
  inFormula('a number in a list of texts', 'gender in [»1]', 'flag', 'cel-type', 'a text is compared with a number'),
  inFormula(
    'a date that is calculated',
    'left_on < »date(gender)',
    'flag',
    'cel-call',
    "a date is written date('2026-",
  ),
  inFormula('a function of another type', 'abs(»gender)', 'money', 'cel-type', 'abs takes number, but this is a text'),
  inFormula('a function of two types', 'max(spent, »left_on)', 'money', 'cel-type', 'a number and a date do not go'),
  inFormula('a method of a name', 'gender.contains(»gender)', 'flag', 'cel-call', 'takes a text in quotes'),
  inFormula('an opposite of a number', '!»spent', 'flag', 'cel-type', '! takes a flag, but this is a number'),
  inFormula('a list on its own', '»[1, 2]', 'number', 'cel-unsupported', 'is not part of the pack language'),
  inFormula('days taken from money', 'spent - »days_gone', 'money', 'unit-mismatch', 'days is taken from money'),
  keptAs('money kept as a count', 'spent', 'count', 'this is in money, but count is needed'),
  keptAs('half the money kept as a count', 'spent / 2', 'count', 'is still money, not count'),
  keptAs('a part of money kept as days', '0.5 * spent', 'days', 'is still money, not days'),
  inFormula('no formula at all', '»', 'money', 'cel-syntax', 'an expression is needed, but the text is empty'),
]

const factFile = (head: string, columns: string) => `extra:\n  ${label}\n  ${head}\n  columns: { ${columns} }\n`
const inFact = (title: string, head: string, columns: string, code: string, message: string): Mistake => ({
  title,
  file: 'facts/zz.yaml',
  yaml: factFile(head, columns),
  code,
  message,
})
const id = `id: { type: text, ${label} }`

const factMistakes: readonly Mistake[] = [
  inFact('rows without a key', 'key: []\n  delivery: »rows', id, 'fact-keyless', 'delivery by rows needs a key'),
  inFact('days without a date', 'key: [id]\n  delivery: »dates', id, 'fact-undated', 'needs a "date" column'),
  inFact('a date of text', 'key: [id]\n  date: »id\n  delivery: all', id, 'wrong-value', 'but "id" is text'),
  inFact(
    'bounds the wrong way round',
    'key: []\n  delivery: all',
    `id: { type: number, min: 5, max: »3, ${label} }`,
    'wrong-value',
    'max 3 is below min 5',
  ),
  inFact(
    'a pattern that is none',
    'key: []\n  delivery: all',
    `id: { type: text, pattern: »'(', ${label} }`,
    'wrong-value',
    'not a regular expression',
  ),
  inFact(
    'values that are neither a list nor labels',
    'key: []\n  delivery: all',
    `id: { type: text, values: »a, ${label} }`,
    'wrong-type',
    'expected a list of values, or a map from value to label, but this is a text',
  ),
]

const inMeasure = (title: string, fields: string, unit: string, code: string, message: string): Mistake => ({
  title,
  file: 'indicators/a.yaml',
  yaml: measured(fields).replace('unit: money', `unit: ${unit}`),
  code,
  message,
})
const population = (title: string, fields: string, code: string, message: string, unit = 'money'): Mistake => ({
  title,
  file: 'indicators/a.yaml',
  yaml: `a:\n  ${label}\n  unit: ${unit}\n  population: { ${fields} }\n`,
  code,
  message,
})

const measureMistakes: readonly Mistake[] = [
  inMeasure('a count kept as text', 'measure: count()', '»text', 'unit-mismatch', 'a count is a number, but'),
  inMeasure('a count of something', 'measure: »count(amount)', 'count', 'measure-syntax', 'count() takes no argument'),
  inMeasure('a sum of nothing', 'measure: »sum()', 'money', 'measure-syntax', 'sum(…) needs what to measure'),
  inMeasure('a sum of texts', 'measure: »sum(kind)', 'money', 'cel-type', 'sum takes a number, but this is a text'),
  inMeasure('a text kept as money', 'measure: max(kind)', '»money', 'unit-mismatch', 'max of a text gives a text'),
  inMeasure('texts added up', 'measure: max(kind)\n  »per: sale_id', 'text', 'measure-per', 'but this is a text'),
  inMeasure(
    'values of a sum',
    'measure: sum(amount)\n  »values: { a: { zh: 甲, en: A } }',
    'money',
    'unit-mismatch',
    'only a text has values',
  ),
  population('a head count of amounts', 'function: count, »of: spent', 'wrong-value', 'leave "of" out', 'count'),
  population('a head count in money', 'function: count', 'unit-mismatch', 'a head count is no money', '»money'),
  population('a mean kept as text', 'function: mean, of: spent', 'unit-mismatch', 'but the unit is text', '»text'),
  population(
    'a share of a mean',
    'function: mean, of: spent, »share: 0.5',
    'wrong-value',
    'only a quantile has a share',
  ),
  population('a share above one', 'function: quantile, of: spent, share: »2', 'wrong-value', 'must be between 0 and 1'),
  {
    title: 'a group rate in money',
    file: 'indicators/a.yaml',
    yaml: `a:\n  ${label}\n  unit: »money\n  groupRate: { by: gender, event: has_left }\n`,
    code: 'unit-mismatch',
    message: 'a group rate is a ratio, not money',
  },
]

const inScheme = (title: string, yaml: string, code: string, message: string): Mistake => ({
  title,
  file: 'schemes/s.yaml',
  yaml,
  code,
  message,
})

const levelMistakes: readonly Mistake[] = [
  inScheme(
    'a cut of those with zero',
    scheme(`variant: rank\n  metric: spent\n  ${levels('cut: 1', 'zero: true, cut: »1')}`),
    'rank-cuts',
    'takes those with zero, so it has no cut',
  ),
  inScheme(
    'cuts in per cent',
    scheme(`variant: rank\n  metric: spent\n  ${levels('cut: 20', 'cut: »100')}`),
    'rank-cuts',
    'the last cut must be 1, but it is 100',
  ),
  inScheme(
    'a second level of a ladder that takes everybody',
    scheme(`variant: ladder\n  ${levels('', '').replace('- { id: l1', '- »{ id: l1')}`),
    'missing-field',
    'level "l1" needs "enter"',
  ),
  inScheme('no levels', scheme('variant: rank\n  metric: spent\n  levels: »[]'), 'wrong-value', 'at least one level'),
  inScheme(
    'a level whose id is no word',
    scheme(`variant: stage\n  ${levels('').replace('id: l0', 'id: »级别')}`),
    'invalid-id',
    'letters, digits and underscores',
  ),
  inScheme(
    'a share below none',
    scheme(`variant: stage\n  ${levels('share: »-1')}`),
    'wrong-value',
    'must be 0 to 100',
  ),
  inScheme(
    'a scheme of no variant',
    '»s:\n  label: { zh: 名, en: Name }\n',
    'missing-field',
    '"variant" is missing: one of',
  ),
  inScheme(
    'a list by money',
    scheme(`variant: list\n  fact: sale\n  level: »amount\n  ${levels('')}`),
    'unit-mismatch',
    'a level is a text, but "amount" is money',
  ),
]

const headMistakes: readonly Mistake[] = [
  {
    title: 'a currency that is no code',
    file: 'pack.yaml',
    yaml: 'id: shop\nversion: "1"\nlabel: { zh: 店, en: Shop }\ncurrency: { code: »元, decimals: 2 }\n',
    code: 'wrong-value',
    message: 'must be three capital letters, as in CNY',
  },
  {
    title: 'a departure that nothing is called',
    file: 'pack.yaml',
    yaml: 'id: shop\nversion: "1"\nlabel: { zh: 店, en: Shop }\ndeparture: »gone_on\n',
    code: 'unknown-reference',
    message: 'unknown attribute or indicator "gone_on"',
  },
  {
    title: 'a label without words',
    file: 'indicators/a.yaml',
    yaml: derived('spent').replace('zh: 名', "zh: »''"),
    code: 'wrong-value',
    message: 'must not be empty',
  },
  {
    title: 'half a day',
    file: 'moments/m.yaml',
    yaml: moment(`kind: threshold\n  when: spent > 1\n  ${reason}`).replace('ttlDays: 7', 'ttlDays: »7.5'),
    code: 'wrong-type',
    message: 'expected a whole number',
  },
  {
    title: 'a field of no choice with options',
    file: 'forms/f.yaml',
    yaml: `f:\n  ${label}\n  purpose: { zh: 因, en: why }\n  groups: [{ id: g, ${label}, weight: 1 }]\n  fields: { »x: { ${label}, type: text, stage: 1, group: g, options: { a: { zh: 甲, en: A } } } }\n`,
    code: 'wrong-value',
    message: '"x" is no choice, so it has no "options"',
  },
  {
    title: 'a choice without options',
    file: 'forms/f.yaml',
    yaml: `f:\n  ${label}\n  purpose: { zh: 因, en: why }\n  groups: [{ id: g, ${label}, weight: 1 }]\n  fields: { »x: { ${label}, type: choice, stage: 1, group: g } }\n`,
    code: 'wrong-value',
    message: '"x" is a choice and needs "options"',
  },
]

export const detailMistakes: readonly Mistake[] = [
  ...formulaMistakes,
  ...factMistakes,
  ...measureMistakes,
  ...levelMistakes,
  ...headMistakes,
]
