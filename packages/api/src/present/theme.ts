import { checkCondition } from '@tend/analysis'
import type { Theme as CareTheme } from '@tend/care'
import type { Label, Theme } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Directory } from '../directory.ts'

type Presenter = { readonly pack: Pack; readonly directory: Directory; readonly maySee: { readonly stop: boolean } }

/** A theme as lists and details show it. Its play and condition read by the pack in force; a play that is gone is named by its id. */
export function presentTheme({ pack, directory, maySee }: Presenter, theme: CareTheme): Theme {
  const { counts } = theme
  const label = pack.plays.get(theme.play)?.label ?? { zh: theme.play, en: theme.play }
  const words = theme.condition === '' ? undefined : checkCondition(pack, theme.condition).words
  return {
    themeId: String(theme.theme_id),
    name: theme.name,
    play: { id: theme.play, label },
    condition: theme.condition,
    value: theme.value,
    words: words ?? null,
    unit: { unitId: theme.unit_id, name: directory.unitName(theme.unit_id) },
    startsOn: theme.starts_on,
    endsOn: theme.ends_on,
    goal: theme.goal,
    state: theme.state,
    asOf: theme.as_of,
    createdAt: theme.created_at,
    createdBy: theme.created_by_name,
    builtAt: theme.built_at,
    closedAt: theme.closed_at,
    closedReason: theme.closed_reason,
    problem: theme.problem === null ? null : (problems[theme.problem] ?? failed),
    segment: counts.segment ?? null,
    wanted: counts.wanted ?? null,
    leftOut: counts.leftOut ?? null,
    tasks: counts.tasks ?? null,
    merged: counts.merged ?? null,
    messages: counts.messages ?? null,
    benefits: counts.benefits ?? null,
    cases: counts.cases ?? null,
    minutesNeeded: counts.minutes ?? null,
    progress: { open: theme.open, done: theme.done, doneToday: theme.done_today, succeeded: theme.succeeded },
    may: { stop: theme.state === 'running' && maySee.stop },
  }
}

const failed: Label = {
  zh: '未能建立，没有生成任何任务。请重试；仍不成功请联系管理员。',
  en: 'It could not be built, and nothing was made. Try again, and call an administrator where it fails again.',
}

const problems: Readonly<Record<string, Label>> = {
  'no-data-yet': { zh: '尚无分析结果，没有生成任何任务。', en: 'There is no analysis yet; nothing was made.' },
  'cut-off': {
    zh: '建立途中被中断，没有生成任何任务，请重新启动。',
    en: 'It was cut off before its end; nothing was made. Start it again.',
  },
  segment: {
    zh: '条件中的指标要等下一次夜间分析才有，没有生成任何任务。',
    en: 'The condition reads what the next night has to work out first; nothing was made.',
  },
}
