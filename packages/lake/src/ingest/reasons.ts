import type { Fact, Label } from '@tend/pack'

/** Why a row was not loaded. The codes are stable: they stand in catalogues, quarantine files and on screens. */
export const reasonMessages: Readonly<Record<string, Label>> = {
  required: { zh: '缺少必填值', en: 'a value is required' },
  'not-an-integer': { zh: '不是整数', en: 'not a whole number' },
  'not-a-number': { zh: '不是数字', en: 'not a number' },
  'not-money': { zh: '不是金额', en: 'not an amount of money' },
  'too-many-decimals': { zh: '小数位数超过币种允许的位数', en: 'more decimals than the currency has' },
  'not-a-date': { zh: '不是可识别的日期', en: 'not a date in a known form' },
  'not-a-boolean': { zh: '不是“是/否”', en: 'neither yes nor no' },
  'too-small': { zh: '小于允许的最小值', en: 'below the smallest permitted value' },
  'too-large': { zh: '大于允许的最大值', en: 'above the largest permitted value' },
  'not-in-list': { zh: '不在允许的取值之内', en: 'not one of the permitted values' },
  'too-long': { zh: '超过 255 个字符', en: 'longer than 255 characters' },
  pattern: { zh: '格式不符合规定', en: 'not in the prescribed form' },
  'unknown-reference': { zh: '引用的对象不存在', en: 'names something that does not exist' },
  duplicate: { zh: '同一文件中后面的行有相同主键', en: 'a later row of the same file has the same key' },
  'short-row': { zh: '字段少于表头', en: 'fewer fields than the header' },
  'long-row': { zh: '字段多于表头', en: 'more fields than the header' },
  'broken-quote': { zh: '引号不成对', en: 'a quote is not closed or stands in the wrong place' },
  encoding: { zh: '含有无法解码的字节', en: 'holds bytes that are not valid text' },
  'line-too-long': { zh: '行过长', en: 'the line is too long' },
}

/** DuckDB's names for records that it could not split. */
export const structuralReasons: Readonly<Record<string, string>> = {
  'MISSING COLUMNS': 'short-row',
  'TOO MANY COLUMNS': 'long-row',
  'UNQUOTED VALUE': 'broken-quote',
  'INVALID ENCODING': 'encoding',
  'LINE SIZE OVER MAXIMUM': 'line-too-long',
  'INVALID STATE': 'broken-quote',
}

/** The sentence for a person: the column by its label, then what is wrong. */
export const messageOf = (fact: Fact, column: string, reason: string): Label => {
  const message = reasonMessages[reason] ?? { zh: reason, en: reason }
  const label = fact.columns.find(({ id }) => id === column)?.label
  if (label === undefined)
    return { zh: `${message.zh}。`, en: `${message.en[0]?.toUpperCase()}${message.en.slice(1)}.` }
  return { zh: `${label.zh}：${message.zh}。`, en: `${label.en}: ${message.en}.` }
}
