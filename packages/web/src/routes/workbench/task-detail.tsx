import { ArrowLeftOutlined, RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Task } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { LevelTags } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Button, Checkbox } from '../../ui/antd.ts'
import { PoolTag } from '../../ui/pool-tag.tsx'
import { Entries } from '../customers/timeline-entry.tsx'
import { IndicatorStrip } from './indicator-strip.tsx'
import { NextLevels } from './next-levels.tsx'
import { OutcomePanel } from './outcome-panel.tsx'
import { PriorityTerms } from './priority-terms.tsx'
import { DueTime } from './task-list.tsx'
import { taskQueries } from './tasks.queries.ts'

type Props = {
  readonly taskId: string
  readonly outcomePressed: { readonly index: number; readonly press: number } | undefined
  readonly onBack: () => void
  readonly onDone: (taskId: string) => void
}

export const TaskDetail = (props: Props): ReactElement => {
  const query = useQuery(taskQueries.one(props.taskId))
  return (
    <Loaded of={query}>
      {() => (query.data ? <LoadedTask key={query.data.taskId} {...props} task={query.data} /> : null)}
    </Loaded>
  )
}

const LoadedTask = ({ task, outcomePressed, onBack, onDone }: Props & { task: Task }): ReactElement => {
  const { t } = useTranslation()
  const [checklistDone, setChecklistDone] = useState<number[]>([])
  return (
    <article className="detail" aria-label={t('task.of', { name: task.customer.name ?? task.customer.customerId })}>
      <div className="detail-scroll">
        <CustomerHead task={task} onBack={onBack} />
        <div className="detail-columns">
          <div className="stack">
            <Reason task={task} />
            <Script task={task} done={checklistDone} onDone={setChecklistDone} />
          </div>
          <aside className="stack">
            <IndicatorStrip card={task.card} />
            <NextLevels customerId={task.customer.customerId} />
            <section>
              <h3 className="section-title">{t('task.lastContacts')}</h3>
              <Entries entries={task.lastContacts} />
            </section>
          </aside>
        </div>
      </div>
      {task.isOpen ? <OutcomePanel task={task} outcomePressed={outcomePressed} onDone={onDone} /> : null}
    </article>
  )
}

const CustomerHead = ({ task, onBack }: { task: Task; onBack: () => void }): ReactElement => {
  const { t } = useTranslation()
  const { customer, card } = task
  return (
    <header className="detail-head">
      <Button
        className="only-phone"
        type="text"
        icon={<ArrowLeftOutlined />}
        aria-label={t('action.back')}
        onClick={onBack}
      />
      <div className="grow">
        <div className="row wrap baseline">
          <h2>{customer.name ?? customer.customerId}</h2>
          <LevelTags levels={card.levels} />
        </div>
        <div className="row wrap muted detail-contact">
          {customer.phone ? <Phone phone={customer.phone} /> : null}
          <span className="figure">{customer.customerId}</span>
          {card.unit ? <span>{card.unit.name}</span> : null}
          {card.owner ? <span>{t('customer.ownedBy', { name: card.owner.name })}</span> : null}
        </div>
      </div>
      <Link to="/customers/$customerId" params={{ customerId: customer.customerId }} className="nowrap">
        {t('task.openCustomer')} <RightOutlined style={{ fontSize: 11 }} />
      </Link>
    </header>
  )
}

/** A clear number can be dialled with a touch; a masked one is only read. */
const Phone = ({ phone }: { phone: string }): ReactElement =>
  phone.includes('*') ? (
    <span className="figure">{phone}</span>
  ) : (
    <a className="figure strong" href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>
      {phone}
    </a>
  )

const Reason = ({ task }: { task: Task }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { moments } = useCatalogue()
  return (
    <section className="reason" aria-label={t('task.reason')}>
      <div className="row wrap between">
        <span className="row wrap">
          <span className="chip chip-info">{labelOf(moments, task.moment, name)}</span>
          <PoolTag pool={task.pool} />
          <span className="small muted">
            <DueTime task={task} /> · {t('task.attempts', { made: task.attempts, most: task.maxAttempts })}
          </span>
        </span>
      </div>
      <p className="reason-sentence">{name(task.reason)}</p>
      <PriorityTerms {...task} />
      {task.reasons.slice(1).map(({ moment, sentence }) => (
        <p key={moment} className="small">
          <span className="chip">{labelOf(moments, moment, name)}</span> {name(sentence)}
        </p>
      ))}
    </section>
  )
}

type ScriptProps = { readonly task: Task; readonly done: readonly number[]; readonly onDone: (done: number[]) => void }

const Script = ({ task, done, onDone }: ScriptProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <section>
      <h3 className="section-title">{t('task.script')}</h3>
      <p className="script">{name(task.script)}</p>
      {task.isOpen && task.checklist.length > 0 ? (
        <Checkbox.Group
          className="checklist"
          value={[...done]}
          onChange={(values) => onDone(values.map(Number).sort((a, b) => a - b))}
          options={task.checklist.map((label, place) => ({ value: place, label: name(label) }))}
          aria-label={t('task.checklist')}
        />
      ) : null}
    </section>
  )
}
