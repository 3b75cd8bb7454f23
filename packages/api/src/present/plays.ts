import { expressionWords, namingOf } from '@tend/analysis'
import { type Actor, type ExplainedPlay, maskRow, type PlayLeftOut } from '@tend/care'
import type { CustomerPlay, Label, PriorityTerms } from '@tend/contract'
import { customerScope, type Pack, type Play, parseExpression, type Term } from '@tend/pack'
import { leftOutCodeOf, presentLeftOut } from './left-out.ts'
import { sensitivityIn } from './sensitivity.ts'
import { describeName, presentReason } from './sentence.ts'
import { presentAction } from './strategy.ts'

type Presenter = { readonly pack: Pack; readonly actor: Actor }

/** What a play would do for a customer today, or why not, as the reader may see it. */
export function presentExplained({ pack, actor }: Presenter, explained: ExplainedPlay): CustomerPlay {
  const play = pack.plays.get(explained.play)
  const { leftOut, task, behind } = explained
  return {
    play: explained.play,
    label: play?.label ?? { zh: explained.play, en: explained.play },
    verdict: explained.verdict,
    code: leftOut === null ? null : leftOutCodeOf(leftOut.code),
    sentence: leftOut === null ? presentWanted(pack, play, explained) : presentLeftOut(pack, play, leftOut),
    terms: explained.terms.map((term) => presentTerm(pack, actor, term)),
    moments: explained.moments.map(({ moment_id, moment, reason, fired_on }) => ({
      momentId: moment_id,
      moment,
      sentence: presentReason(pack, actor, moment, reason),
      firedOn: fired_on,
    })),
    actions: play === undefined ? [] : presentActions(pack, play, explained),
    until: leftOut?.until ?? null,
    behind,
    notBeforeOn: task?.notBeforeOn ?? null,
    dueOn: task?.dueOn ?? null,
    priority: task?.factors ? presentPriority(pack, task, task.factors) : null,
  }
}

function presentWanted(pack: Pack, play: Play | undefined, { verdict, behind, task }: ExplainedPlay): Label {
  const other = pack.plays.get(behind ?? '')?.label ?? { zh: behind ?? '', en: behind ?? '' }
  const channel = pack.channels.get(play?.channel ?? '')?.label ?? { zh: '', en: '' }
  if (verdict === 'merged')
    return {
      zh: `并入“${other.zh}”的任务，一次联系说清。`,
      en: `It goes into the task of “${other.en}”: one contact speaks of both.`,
    }
  if (verdict === 'deferred')
    return {
      zh: `排在“${other.zh}”之后，${task?.notBeforeOn} 起办理。`,
      en: `It waits behind “${other.en}” until ${task?.notBeforeOn}.`,
    }
  if (task === null) return { zh: '今天执行。', en: 'It is done today.' }
  const held = task.conflict.held
  if (held !== undefined)
    return {
      zh: `${held.until} 起可以联系，通过${channel.zh}，${task.dueOn} 前完成。`,
      en: `By ${channel.en}, from ${held.until} on, due by ${task.dueOn}.`,
    }
  return {
    zh: `今天起通过${channel.zh}办理，${task.dueOn} 前完成。`,
    en: `By ${channel.en} from today on, due by ${task.dueOn}.`,
  }
}

function presentActions(pack: Pack, play: Play, { leftOut, refusals }: ExplainedPlay): CustomerPlay['actions'] {
  return play.actions.map((action) => {
    const shown = presentAction(pack, play, action)
    const refusal: PlayLeftOut | undefined = refusals.find(({ detail }) => detail === (shown.id ?? play.channel))
    return {
      ...shown,
      isWanted: leftOut === null && refusal === undefined,
      code: refusal === undefined ? null : leftOutCodeOf(refusal.code),
      sentence: refusal === undefined ? null : presentLeftOut(pack, play, refusal),
    }
  })
}

function presentTerm(pack: Pack, actor: Actor, { text, isTrue, values }: Term): CustomerPlay['terms'][number] {
  const place = { position: { file: '', line: 1, column: 1 }, path: '' }
  const { expression } = parseExpression(text, customerScope(pack), place, 'flag')
  const row = maskRow(actor, Object.fromEntries(values.map(({ name, value }) => [name, value])), sensitivityIn(pack))
  return {
    words: expression === undefined ? { zh: text, en: text } : expressionWords(expression, namingOf(pack)),
    isTrue,
    values: values.map(({ name }) => ({ id: name, ...describeName(pack, name), value: row[name] ?? null })),
  }
}

type Task = NonNullable<ExplainedPlay['task']>

function presentPriority(pack: Pack, task: Task, factors: NonNullable<Task['factors']>): PriorityTerms {
  return {
    valueMinor: task.valueMinor,
    chance: task.chance,
    urgency: task.urgency,
    effortMinutes: task.effortMinutes,
    serviceValue: task.serviceValue,
    factors: {
      timing: factors.timing,
      efficiency: factors.efficiency,
      need: factors.need,
      quality: factors.quality,
      costEfficiency: factors.cost_efficiency,
    },
    priority: task.priority,
    priorityFormula: pack.work.priority.text,
    serviceValueFormula: pack.work.serviceValue.text,
  }
}
