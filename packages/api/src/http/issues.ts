import type { Label } from '@tend/contract'
import type { FastifyError } from 'fastify'

type Validation = NonNullable<FastifyError['validation']>[number]
export type FieldIssue = { readonly path: string; readonly message: string }

const kinds: Readonly<Record<string, Label>> = {
  string: { zh: '文本', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: '是或否', en: 'true or false' },
  object: { zh: '对象', en: 'an object' },
  array: { zh: '列表', en: 'a list' },
  record: { zh: '对象', en: 'an object' },
  null: { zh: '空', en: 'null' },
}

const formats: Readonly<Record<string, Label>> = {
  date: { zh: '须为日期，如 2026-10-31', en: 'must be a date, e.g. 2026-10-31' },
  datetime: {
    zh: '须为带时区的时间，如 2026-10-31T09:00:00+08:00',
    en: 'must be a time with its offset, e.g. 2026-10-31T09:00:00+08:00',
  },
}

/** What is wrong with a request, field by field, with paths as the caller wrote them: `body.answers.birthday`, `query.limit`. */
export function describeIssues(
  validation: readonly Validation[],
  context: string | undefined,
  lang: keyof Label,
): FieldIssue[] {
  const part = context === 'querystring' ? 'query' : (context ?? 'body')
  return validation.map((issue) => ({
    path: [part, ...issue.instancePath.split('/').filter((step) => step !== '')].join('.'),
    message: describeIssue(issue.keyword, issue.params, lang),
  }))
}

function describeIssue(code: string, params: Readonly<Record<string, unknown>>, lang: keyof Label): string {
  const say = (zh: string, en: string) => (lang === 'zh' ? zh : en)
  switch (code) {
    case 'invalid_type': {
      const kind = kinds[String(params.expected)]?.[lang] ?? String(params.expected)
      return say(`必填，须为${kind}`, `is required and must be ${kind}`)
    }
    case 'too_small':
      return say(`不得小于（或短于）${params.minimum}`, `must be at least ${params.minimum} (large or long)`)
    case 'too_big':
      return say(`不得大于（或长于）${params.maximum}`, `must be at most ${params.maximum} (large or long)`)
    case 'invalid_value': {
      const values = (params.values as readonly unknown[] | undefined)?.join(', ') ?? ''
      return say(`须为其中之一：${values}`, `must be one of: ${values}`)
    }
    case 'invalid_format':
      return formats[String(params.format)]?.[lang] ?? say('格式不正确', 'is not written in the expected form')
    case 'unrecognized_keys':
      return say('含有未知字段', 'has unknown fields')
    default:
      return say('内容不正确', 'is not valid')
  }
}
