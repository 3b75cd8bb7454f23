import { z } from 'zod'
import {
  defined,
  expression,
  label,
  levelsByScheme,
  positive,
  said,
  shape,
  text,
  whole,
  wholeNumber,
} from './shape-parts.ts'

const attempts = said('应在 1 到 3 之间（S162）', 'must be 1 to 3 (S162)')

const action = z.union([z.literal('task'), shape({ message: text }), shape({ benefit: text }), shape({ case: text })], {
  error: said(
    '此处应为 task、{ message: 模板 }、{ benefit: 权益 } 或 { case: 跟进事项 }',
    'expected task, { message: template }, { benefit: id } or { case: kind }',
  ),
})

export const playShape = shape({
  ...defined,
  on: z.array(text).optional(),
  for: levelsByScheme.optional(),
  match: expression.optional(),
  purpose: text.optional(),
  actions: z.array(action).min(1, said('至少要有一个动作', 'needs at least one action')).optional(),
  module: text.optional(),
  contactLabel: text,
  channel: text,
  assign: z.enum(['owner', 'pool', 'leader']),
  skill: text.optional(),
  jointWith: text.optional(),
  dueDays: whole,
  maxAttempts: z.int(wholeNumber).min(1, attempts).max(3, attempts),
  retryWorkingDays: whole,
  effortMinutes: positive.optional(),
  chance: expression.optional(),
  method: z
    .enum(['communication', 'personal_service', 'gift', 'activity', 'after_sales', 'training', 'survey'])
    .optional(),
  valueAdd: z.enum(['benefit', 'service', 'image']).optional(),
  bond: z.enum(['material', 'emotional', 'social']).optional(),
  rhythm: z.enum(['regular', 'irregular']).optional(),
  script: label,
  checklist: z.array(label).optional(),
  outcomes: z.array(text).min(1, said('至少要有一个联系结果', 'needs at least one outcome')),
  productClass: text.optional(),
})
