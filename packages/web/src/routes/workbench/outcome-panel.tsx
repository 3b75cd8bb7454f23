import type { Task } from '@tend/contract'
import { type ReactElement, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import type { Command } from '../../keyboard.ts'
import { Button } from '../../ui/antd.ts'
import { useInstitution } from '../../ui/institution.tsx'
import { Key } from '../../ui/key.tsx'
import { CallBox } from './call-box.tsx'
import { NextStep } from './next-step.tsx'
import { mayMeetAgain, type Step, stepsAfter, usualReason } from './next-steps.ts'
import { NoteBox } from './note-box.tsx'
import { OutcomeChoices } from './outcome-choices.tsx'
import { bodyOf, lackOf, type OutcomeChoice } from './outcome-draft.ts'
import { outcomeKeys } from './outcome-keys.ts'
import { quickTimes } from './quick-times.ts'
import type { Attempt } from './send-queue.ts'
import type { Stop } from './stop.ts'
import { TaskActions } from './task-actions.tsx'
import { useCommands } from './use-commands.ts'
import { useDraft } from './use-drafts.ts'

type Props = {
  readonly task: Task
  readonly stop: Stop | undefined
  readonly onSubmit: (attempt: Omit<Attempt, 'state'>) => void
  readonly onGone: (taskId: string) => void
}

/** The right hand: the call, what came of it, what follows, a note. */
export const OutcomePanel = ({ task, stop, onSubmit, onGone }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <section className="outcome-panel" aria-label={t('desk.call')}>
      <CallBox task={task} stop={stop} />
      {task.isOpen && task.may.work ? (
        <OutcomeForm task={task} stop={stop} onSubmit={onSubmit} />
      ) : (
        <>
          <p className="muted">{t(task.isOpen ? 'task.notYours' : 'desk.closed')}</p>
          {task.isOpen ? null : (
            <Button type="primary" block onClick={() => onGone(task.taskId)}>
              {t('desk.goOn')}
            </Button>
          )}
        </>
      )}
      <TaskActions task={task} onGone={onGone} />
    </section>
  )
}

const OutcomeForm = ({ task, stop, onSubmit }: Omit<Props, 'onGone'>): ReactElement => {
  const { t } = useTranslation()
  const form = useOutcomeForm(task, stop, onSubmit)
  const { draft, outcome, steps } = form
  useCommands(form.onCommand)
  return (
    <form
      className="outcome-form"
      aria-label={t('task.outcome')}
      onSubmit={(event) => {
        event.preventDefault()
        form.submit()
      }}
    >
      <OutcomeChoices
        outcomes={task.outcomes}
        open={form.open}
        keys={form.keys}
        chosen={outcome?.id}
        hasKeys={steps.length === 0}
        onChoose={form.choose}
      />
      {outcome && outcome.result !== 'retry' ? (
        <NextStep
          outcome={outcome}
          steps={steps}
          draft={draft}
          onStep={form.step}
          onReason={(noNextReason) => form.change({ noNextReason, nextAt: undefined })}
          onTime={(nextAt) => form.change({ nextAt, noNextReason: '' })}
        />
      ) : null}
      <NoteBox
        note={draft.note}
        task={task}
        noteRef={form.noteRef}
        onNote={(note) => form.change({ note })}
        onSubmit={form.submit}
      />
      {form.lack ? (
        <p role="alert" className="bad small">
          {t(`task.lack.${form.lack}`)}
        </p>
      ) : null}
      <div className="save-bar">
        <Button type="primary" htmlType="submit" block disabled={form.open.length === 0}>
          {t('desk.saveNext')} <Key>Enter</Key>
        </Button>
      </div>
    </form>
  )
}

/** Under a stop only what tells of a refusal may still be recorded. */
const openUnder = (stop: Stop | undefined, task: Task, refusals: ReadonlySet<string>): readonly OutcomeChoice[] =>
  stop ? task.outcomes.filter(({ id }) => refusals.has(id)) : task.outcomes

const useOutcomeForm = (task: Task, stop: Stop | undefined, onSubmit: Props['onSubmit']) => {
  const { t } = useTranslation()
  const { outcomes } = useCatalogue()
  const { timeZone } = useInstitution()
  const [draft, change] = useDraft(task.taskId)
  const [wasTried, setTried] = useState(false)
  const noteRef = useRef<HTMLElement>(null)
  const refusals = new Set(outcomes.flatMap(({ id, refusal }) => (refusal ? [id] : [])))
  const keys = outcomeKeys(outcomes)
  const open = openUnder(stop, task, refusals)
  const outcome = open.find(({ id }) => id === draft.outcomeId)
  const times = outcome && mayMeetAgain(outcome, outcomes) ? quickTimes(new Date(), timeZone) : []
  const steps = outcome ? stepsAfter(outcome, times) : []
  const lack = lackOf(outcome, draft, new Date())

  const choose = (id: string): void => {
    const chosen = task.outcomes.find((each) => each.id === id)
    const usual = chosen ? usualReason(chosen, outcomes) : undefined
    setTried(false)
    change({ outcomeId: id, nextAt: undefined, noNextReason: usual ? t(`noNext.${usual}`) : '' })
  }
  const step = (taken: Step): void =>
    taken.kind === 'reason'
      ? change({ noNextReason: t(`noNext.${taken.key}`), nextAt: undefined })
      : change({ nextAt: taken.time.at, noNextReason: '' })
  const submit = (): void => {
    setTried(true)
    if (lack || !outcome) return
    const customer = task.customer.name ?? task.customer.customerId
    const happened = stop ? { happenedAt: new Date().toISOString() } : {}
    onSubmit({
      taskId: task.taskId,
      customer,
      draft,
      body: { ...bodyOf(outcome, draft), ...happened, idempotencyKey: newKey() },
    })
  }
  const onCommand = (command: Command): boolean => {
    switch (command.kind) {
      case 'choice': {
        const taken = steps[command.index]
        const chosen = task.outcomes.find(({ id }) => keys.get(id) === command.index + 1)
        if (outcome && taken) step(taken)
        else if (steps.length === 0 && chosen && open.includes(chosen)) choose(chosen.id)
        return true
      }
      case 'appointment': {
        const appointment = open.find(({ result }) => result === 'appointment')
        if (appointment) choose(appointment.id)
        return appointment !== undefined
      }
      case 'note':
        noteRef.current?.focus()
        return true
      case 'submit':
        submit()
        return true
      case 'close':
        if (!draft.outcomeId) return false
        change({ outcomeId: undefined, nextAt: undefined, noNextReason: '' })
        return true
      default:
        return false
    }
  }
  return {
    draft,
    change,
    outcome,
    open,
    keys,
    steps,
    lack: wasTried ? lack : undefined,
    noteRef,
    choose,
    step,
    submit,
    onCommand,
  }
}
