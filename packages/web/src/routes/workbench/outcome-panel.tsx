import type { Task } from '@tend/contract'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Input } from '../../ui/antd.ts'
import { AppointmentPicker } from '../../ui/appointment-picker.tsx'
import { Key } from '../../ui/key.tsx'
import { NextContact } from './next-contact.tsx'
import { asksForNext, lackOf } from './outcome-draft.ts'
import { useRecordOutcome, useRelease } from './tasks.queries.ts'

type Props = {
  readonly task: Task
  /** The digit that was pressed, with a running number so that the same digit can be pressed twice. */
  readonly outcomePressed: { readonly index: number; readonly press: number } | undefined
  readonly onDone: (taskId: string) => void
}

/** Where an attempt ends: its outcome, what the outcome asks for, a note. */
export const OutcomePanel = (props: Props): ReactElement => {
  const { t } = useTranslation()
  if (props.task.may.work) return <OutcomeForm {...props} />
  return (
    <footer className="outcome-panel">
      <p className="muted">{t('task.notYours')}</p>
    </footer>
  )
}

const OutcomeForm = ({ task, outcomePressed, onDone }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const record = useRecordOutcome()
  const [idempotencyKey] = useState(newKey)
  const [outcomeId, setOutcomeId] = useState<string>()
  const [note, setNote] = useState('')
  const [nextAt, setNextAt] = useState<string>()
  const [noNextReason, setNoNextReason] = useState('')
  const [wasTried, setTried] = useState(false)
  const submitButton = useRef<HTMLButtonElement>(null)
  const outcome = task.outcomes.find(({ id }) => id === outcomeId)
  const lack = lackOf({ outcome, nextAt, noNextReason }, new Date())

  useEffect(() => {
    const pressed = outcomePressed && task.outcomes[outcomePressed.index]
    if (!pressed) return
    setOutcomeId(pressed.id)
    submitButton.current?.focus()
  }, [outcomePressed, task.outcomes])

  const submit = (): void => {
    setTried(true)
    if (lack || !outcome) return
    const next = outcome.result === 'retry' ? {} : nextAt ? { nextAt } : { noNextReason: noNextReason.trim() }
    record.mutate(
      {
        taskId: task.taskId,
        outcome: outcome.id,
        idempotencyKey,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
        ...next,
      },
      {
        onSuccess: () => {
          void message.success(t('task.recorded'))
          onDone(task.taskId)
        },
      },
    )
  }

  return (
    <form
      className="outcome-panel"
      aria-label={t('task.outcome')}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <OutcomeChoices task={task} chosen={outcomeId} onChoose={setOutcomeId} />
      {outcome?.result === 'appointment' ? (
        <AppointmentPicker label={t('task.nextContact')} value={nextAt} onChange={setNextAt} />
      ) : null}
      {asksForNext(outcome) ? (
        <NextContact
          result={outcome?.result === 'success' ? 'success' : 'failure'}
          nextAt={nextAt}
          reason={noNextReason}
          onNextAt={setNextAt}
          onReason={setNoNextReason}
        />
      ) : null}
      <div className="row top outcome-note">
        <Input.TextArea
          id="outcome-note"
          aria-label={t('task.note')}
          placeholder={t('task.notePlaceholder')}
          value={note}
          maxLength={2000}
          autoSize={{ minRows: 1, maxRows: 4 }}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit()
            if (event.key === 'Escape') event.currentTarget.blur()
          }}
        />
        <Button ref={submitButton} type="primary" htmlType="submit" loading={record.isPending}>
          {t('task.record')}
        </Button>
      </div>
      {wasTried && lack ? (
        <p role="alert" className="bad small">
          {t(`task.lack.${lack}`)}
        </p>
      ) : null}
      {record.error ? <Alert role="alert" type="error" showIcon title={messageOf(record.error, language)} /> : null}
      {task.may.release ? <ReleaseButton taskId={task.taskId} onDone={onDone} /> : null}
    </form>
  )
}

type ChoicesProps = {
  readonly task: Task
  readonly chosen: string | undefined
  readonly onChoose: (outcome: string) => void
}

const OutcomeChoices = ({ task, chosen, onChoose }: ChoicesProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <fieldset className="outcomes" aria-label={t('task.outcomes')}>
      {task.outcomes.map(({ id, label, result }, place) => (
        <button
          key={id}
          type="button"
          className={`outcome outcome-${result}`}
          aria-pressed={id === chosen}
          onClick={() => onChoose(id)}
        >
          {name(label)}
          {place < 9 ? <Key>{place + 1}</Key> : null}
        </button>
      ))}
    </fieldset>
  )
}

const ReleaseButton = ({ taskId, onDone }: { taskId: string; onDone: (taskId: string) => void }): ReactElement => {
  const { t } = useTranslation()
  const release = useRelease()
  return (
    <div>
      <Button
        type="link"
        size="small"
        loading={release.isPending}
        onClick={() => release.mutate(taskId, { onSuccess: () => onDone(taskId) })}
      >
        {t('task.release')}
      </Button>
    </div>
  )
}
