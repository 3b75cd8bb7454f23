import type { Task } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { App, Checkbox } from '../../ui/antd.ts'
import { useTick } from './tasks.queries.ts'

/** What to say, what to cover, and what to answer when the customer objects. */
export const Script = ({ task }: { task: Task }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <section className="script-box">
      <h3 className="section-title">{t('task.script')}</h3>
      <p className="script">{name(task.script)}</p>
      <Checklist task={task} />
      <Objections play={task.play} />
    </section>
  )
}

/** What has to be covered, ticked off as it is. */
export const Checklist = ({ task }: { task: Task }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const tick = useTick(task.taskId)
  if (task.checklist.length === 0) return null
  return (
    <fieldset className="checklist" aria-label={t('task.checklist')}>
      {task.checklist.map((label, index) => (
        <Checkbox
          key={name(label)}
          checked={task.ticks.includes(index)}
          disabled={!task.isOpen || !task.may.work}
          onChange={({ target: { checked: isDone } }) =>
            tick.mutate({ index, isDone }, { onError: (error) => void message.error(messageOf(error, language)) })
          }
        >
          {name(label)}
        </Checkbox>
      ))}
    </fieldset>
  )
}

/** Answers by what the customer says (S67), one at a time. */
const Objections = ({ play }: { play: string }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const [asked, setAsked] = useState<string>()
  const objections = useCatalogue().objections.filter(({ plays }) => plays.length === 0 || plays.includes(play))
  const found = objections.find(({ id }) => id === asked)
  if (objections.length === 0) return null
  return (
    <div className="objections">
      <div className="row wrap">
        <span className="small muted">{t('desk.objections')}</span>
        {objections.map(({ id, label }) => (
          <button
            key={id}
            type="button"
            className="quick"
            aria-expanded={id === asked}
            aria-pressed={id === asked}
            onClick={() => setAsked(id === asked ? undefined : id)}
          >
            {name(label)}
          </button>
        ))}
      </div>
      {found ? (
        <ul className="objection-answers">
          {found.answers.map((answer) => (
            <li key={answer.zh}>{name(answer)}</li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
