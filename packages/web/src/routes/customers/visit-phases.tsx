import { DeleteOutlined } from '@ant-design/icons'
import type { Task, Visit } from '@tend/contract'
import { type ComponentRef, type ReactElement, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { App, Button, Input, Segmented } from '../../ui/antd.ts'
import { DateTimePicker } from '../../ui/appointment-picker.tsx'
import { QuickTimePicker } from '../workbench/quick-time-picker.tsx'
import { Checklist } from '../workbench/script.tsx'
import type { VisitChange } from './use-visit.ts'

type PhaseProps = { readonly visit: Visit; readonly onChange: (change: VisitChange) => void }

type TextProps = {
  readonly label: string
  readonly value: string | null
  readonly rows?: number
  readonly onText: (text: string) => void
}

const Text = ({ label, value, rows = 2, onText }: TextProps): ReactElement => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the text area within is the control
  <label className="form-field">
    <span className="small muted">{label}</span>
    <Input.TextArea
      maxLength={4000}
      autoSize={{ minRows: rows, maxRows: 8 }}
      value={value ?? ''}
      onChange={(event) => onText(event.target.value)}
    />
  </label>
)

export const Before = ({ visit, onChange }: PhaseProps): ReactElement => {
  const { t } = useTranslation()
  const setAnswer = (place: number, part: Partial<Visit['answers'][number]>): void =>
    onChange({ answers: visit.answers.map((each, index) => (index === place ? { ...each, ...part } : each)) })
  return (
    <fieldset className="phase">
      <legend>{t('visit.before')}</legend>
      <div className="form-field">
        <span className="small muted">{t('visit.plannedAt')}</span>
        <DateTimePicker
          label={t('visit.plannedAt')}
          value={visit.plannedAt ?? undefined}
          onChange={(plannedAt) => onChange({ plannedAt: plannedAt ?? null })}
        />
      </div>
      <Text label={t('visit.goal')} value={visit.goal} onText={(goal) => onChange({ goal })} />
      <Text label={t('visit.material')} value={visit.material} onText={(material) => onChange({ material })} />
      {visit.answers.map((each, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a question has no name but its place
        <div key={place} className="prepared">
          <Input
            aria-label={t('visit.question')}
            placeholder={t('visit.question')}
            maxLength={500}
            value={each.question}
            onChange={(event) => setAnswer(place, { question: event.target.value })}
          />
          <Input
            aria-label={t('visit.answer')}
            placeholder={t('visit.answer')}
            maxLength={2000}
            value={each.answer}
            onChange={(event) => setAnswer(place, { answer: event.target.value })}
          />
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('visit.removeAnswer')}
            onClick={() => onChange({ answers: visit.answers.filter((_each, index) => index !== place) })}
          />
        </div>
      ))}
      <NewQuestion onAdd={(question) => onChange({ answers: [...visit.answers, { question, answer: '' }] })} />
    </fieldset>
  )
}

/** A question without words is none, so it is only kept once it has some. */
const NewQuestion = ({ onAdd }: { onAdd: (question: string) => void }): ReactElement => {
  const { t } = useTranslation()
  const [question, setQuestion] = useState('')
  const add = (): void => {
    if (question.trim() === '') return
    onAdd(question.trim())
    setQuestion('')
  }
  return (
    <div className="row">
      <Input
        aria-label={t('visit.addAnswer')}
        placeholder={t('visit.question')}
        maxLength={500}
        value={question}
        onChange={(event) => setQuestion(event.target.value)}
        onPressEnter={add}
      />
      <Button onClick={add} disabled={question.trim() === ''}>
        {t('visit.addAnswer')}
      </Button>
    </div>
  )
}

export const During = ({ visit, task, onChange }: PhaseProps & { readonly task: Task | undefined }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { cases } = useCatalogue()
  const { message } = App.useApp()
  const [said, setSaid] = useState('')
  const words = useRef<ComponentRef<typeof Input>>(null)
  const opinions = visit.opinions
  const add = (kind: string): void => {
    if (said.trim() === '') {
      void message.info(t('cases.wordsFirst'))
      words.current?.focus()
      return
    }
    onChange({ opinions: [...opinions, { kind, text: said.trim() }] })
    setSaid('')
  }
  return (
    <fieldset className="phase">
      <legend>{t('visit.during')}</legend>
      {task ? <Checklist task={task} /> : null}
      <Text label={t('visit.notes')} value={visit.notes} rows={3} onText={(notes) => onChange({ notes })} />
      {opinions.map(({ kind, text }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an opinion has no name but its place
        <p key={place} className="row between">
          <span>
            <span className="chip chip-info">{labelOf(cases, kind, name)}</span> {text}
          </span>
          <Button
            type="text"
            size="small"
            icon={<DeleteOutlined />}
            aria-label={t('attachments.removeOf', { name: text })}
            onClick={() => onChange({ opinions: opinions.filter((_each, index) => index !== place) })}
          />
        </p>
      ))}
      <Input
        ref={words}
        aria-label={t('cases.what')}
        placeholder={t('cases.addHint')}
        maxLength={2000}
        value={said}
        onChange={(event) => setSaid(event.target.value)}
      />
      <div className="row wrap opinions">
        <span className="small muted">{t('cases.turnInto')}</span>
        {cases.map(({ id, label }) => (
          <button key={id} type="button" className="quick" onClick={() => add(id)}>
            {name(label)}
          </button>
        ))}
      </div>
    </fieldset>
  )
}

const reached = ['yes', 'partly', 'no'] as const

export const After = ({ visit, onChange }: PhaseProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <fieldset className="phase">
      <legend>{t('visit.after')}</legend>
      <div className="row wrap">
        <span className="small muted">{t('visit.goalReached')}</span>
        <Segmented
          size="small"
          aria-label={t('visit.goalReached')}
          value={visit.goalReached ?? ''}
          onChange={(value) => onChange({ goalReached: reached.find((each) => each === value) ?? null })}
          options={reached.map((value) => ({ value, label: t(`visit.reached.${value}`) }))}
        />
      </div>
      <Text label={t('visit.summary')} value={visit.summary} rows={3} onText={(summary) => onChange({ summary })} />
      <Text label={t('visit.effect')} value={visit.effect} onText={(effect) => onChange({ effect })} />
      <QuickTimePicker
        label={t('visit.next')}
        value={visit.nextAt ?? undefined}
        onChange={(nextAt) => onChange({ nextAt: nextAt ?? null, ...(nextAt ? { noNextReason: null } : {}) })}
      />
      {visit.nextAt ? null : (
        <Text
          label={t('task.reasonForNone')}
          value={visit.noNextReason}
          rows={1}
          onText={(noNextReason) => onChange({ noNextReason })}
        />
      )}
    </fieldset>
  )
}
