import type { Label } from '../definitions.ts'

/** What is wrong where a text stops being YAML, in our words; the parser's own follow in English where ours are a guess. */
export function syntaxWords({ code, message }: { readonly code: string; readonly message: string }): Label {
  const words = byMessage.find(([pattern]) => pattern.test(message))?.[1] ?? byCode[code]
  if (words === undefined) return { zh: notYaml.zh, en: `${notYaml.en} (${message})` }
  return certain.includes(code) ? words : { zh: words.zh, en: `${words.en} (${message})` }
}

/** What a Chinese keyboard writes where YAML wants a sign of its own. */
export function syntaxHint(code: string, line: string): Label | undefined {
  if (code === 'BLOCK_IN_FLOW' && line.includes('，')) return fullWidthComma
  return code === 'MULTILINE_IMPLICIT_KEY' && line.includes('：') ? fullWidthColon : undefined
}

const fullWidthComma: Label = {
  zh: '这一行有全角逗号“，”：如用来隔开各项，请改成半角逗号加空格',
  en: 'the line has a full-width comma "，": where it parts entries, write a half-width one and a space',
}

const fullWidthColon: Label = {
  zh: '这一行有全角冒号“：”：请改成半角冒号加空格',
  en: 'the line has a full-width colon "：": write a half-width one and a space',
}

/** Names that stand for other parts of a file are resolved last. */
export function aliasWords(message: string): Label {
  const [, name = ''] = /: (\S+)$/.exec(message) ?? []
  if (name === '') return { zh: notYaml.zh, en: `${notYaml.en} (${message})` }
  return {
    zh: `以“*”开头的“*${name}”会被当作引用，请给它加引号`,
    en: `"*${name}" is read as a reference, since it begins with "*": put it in quotes`,
  }
}

const notYaml: Label = { zh: '此处不符合 YAML 的写法', en: 'this is not YAML' }

const certain: readonly string[] = ['DUPLICATE_KEY', 'TAB_AS_INDENT', 'MULTIPLE_DOCS', 'BAD_SCALAR_START']

const unclosed: Label = {
  zh: '括号没有闭合：{ 要配 }，[ 要配 ]',
  en: 'a bracket is not closed: { goes with }, [ with ]',
}

const unquoted: Label = {
  zh: '引号没有闭合：开头和结尾要用同一种引号',
  en: 'the quotes are not closed: a text ends with the quotes it begins with',
}

const keyEnd: Label = {
  zh: '项目名之后应为冒号加一个空格，如“unit: money”，都用半角',
  en: 'a key must end with ":" and a space, both half-width, as in "unit: money"',
}

const beyond: Label = {
  zh: '以“&”“*”或“!”开头的文本要加引号',
  en: 'put a text that begins with "&", "*" or "!" in quotes',
}

/** One code of the parser stands for several slips, which its words tell apart. */
const byMessage: readonly (readonly [RegExp, Label])[] = [
  [/end with a [}\]]/, unclosed],
  [/^Missing closing/, unquoted],
  [/^Implicit map keys need/, keyEnd],
  [/^Missing space after :/, { zh: '冒号“:”之后要有一个空格', en: 'a space must follow ":"' }],
  [
    /^Comments must/,
    { zh: '“#”之前要有一个空格，否则请给文本加引号', en: 'a space must stand before "#", else put the text in quotes' },
  ],
  [
    /at node end$/,
    {
      zh: '文本在前面的引号或括号处已经结束，后面不应再有内容：请给整个文本加引号，文本之内用另一种引号',
      en: 'the text has ended with its quotes or brackets, and something follows: this does not belong here; put the whole in quotes, with others within',
    },
  ],
]

/** What lies behind the parser's words, as a rule. */
const byCode: Readonly<Record<string, Label>> = {
  DUPLICATE_KEY: { zh: '同一处有两个同名的项目，请去掉一个', en: 'this key stands twice in the same map' },
  TAB_AS_INDENT: {
    zh: '缩进用了制表符（Tab），请改用空格',
    en: 'a tab is used as indentation; YAML takes spaces only',
  },
  MULTIPLE_DOCS: {
    zh: '一个文件里不能有“---”分隔的第二部分，请另存为一个文件',
    en: 'a file has one part only: put what follows "---" into a file of its own',
  },
  BAD_SCALAR_START: {
    zh: '文本不能以“@”“`”或“%”开头，请加引号',
    en: 'a text cannot begin with "@", "`" or "%": put it in quotes',
  },
  MULTILINE_IMPLICIT_KEY: keyEnd,
  BAD_INDENT: {
    zh: '这一行的缩进与同组的其他行不一致',
    en: 'this line is indented unlike the lines it belongs to',
  },
  BLOCK_IN_FLOW: {
    zh: '在 { } 和 [ ] 之内，各项用半角逗号加空格隔开；文本里有“: ”时要加引号',
    en: 'within { } and [ ] a half-width comma and a space part the entries, and a text with ": " stands in quotes',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    zh: '这一行的缩进与同组的其他行不一致，或文本里有“: ”而没有加引号',
    en: 'this line is indented unlike the lines it belongs to, or a text with ": " is not in quotes',
  },
  UNEXPECTED_TOKEN: {
    zh: '此处不应有这个内容：带有 { } [ ] : 或 # 的文本要加引号，每个定义要从第一列写起',
    en: 'this does not belong here: put a text with { } [ ] : or # in quotes, and begin every entry in the first column',
  },
  MISSING_CHAR: {
    zh: '此处少了一个符号：请检查冒号、逗号、“- ”和引号',
    en: 'a sign is missing here: look for a colon, a comma, "- " or quotes',
  },
  BAD_DQ_ESCAPE: {
    zh: '双引号之内“\\”有特殊含义，请改用单引号',
    en: 'within double quotes "\\" has a meaning of its own: use single quotes',
  },
  BAD_ALIAS: beyond,
  ALIAS_PROPS: beyond,
  MULTIPLE_ANCHORS: beyond,
  MULTIPLE_TAGS: beyond,
  BAD_PROP_ORDER: beyond,
  TAG_RESOLVE_FAILED: beyond,
  BAD_COLLECTION_TYPE: beyond,
}
