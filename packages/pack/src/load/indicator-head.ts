import type { z } from 'zod'
import { unitWords } from '../words.ts'
import { compact, definedBy } from './build.ts'
import type { indicatorShapes } from './indicator-shapes.ts'
import type { Entry, Report } from './report.ts'

/** The fields that all kinds share. */
export function shownBy(
  entry: Entry,
  raw: Pick<
    z.infer<typeof indicatorShapes.formula>,
    'label' | 'description' | 'source' | 'assumed' | 'unit' | 'chart' | 'values'
  >,
  report: Report,
) {
  if (raw.values !== undefined && raw.unit !== 'text') {
    report.say(entry.file, [entry.id, 'values'], {
      code: 'unit-mismatch',
      message: {
        zh: `只有文本才有取值（values），而单位是${unitWords[raw.unit]}`,
        en: `only a text has values, but the unit is ${raw.unit}`,
      },
      atKey: true,
    })
  }
  return {
    ...definedBy(entry, raw),
    unit: raw.unit,
    chart: raw.chart ?? false,
    ...compact({ valueLabels: raw.values }),
  }
}
