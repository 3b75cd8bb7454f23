import { ArrowLeftOutlined, RightOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { Task } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, momentLabel, useCatalogue } from '../../catalogue/catalogue.ts'
import { LevelTags } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Button, Popover } from '../../ui/antd.ts'
import { Money } from '../../ui/figures.tsx'
import { PoolTag } from '../../ui/pool-tag.tsx'
import { useMe } from '../session/use-me.ts'
import { PriorityTerms } from './priority-terms.tsx'
import { Script } from './script.tsx'
import type { Stop } from './stop.ts'
import { DueTime } from './task-list.tsx'
import { TaskTabs } from './task-tabs.tsx'

type Props = { readonly task: Task; readonly onBack: () => void }

/** The customer in front: who, why, what to say (unless nothing may be said), what happened before and what else is open. */
export const TaskDetail = ({ task, stop, onBack }: Props & { readonly stop: Stop | undefined }): ReactElement => {
  const { t } = useTranslation()
  return (
    <article className="detail" aria-label={t('task.of', { name: task.customer.name ?? task.customer.customerId })}>
      <CustomerHead task={task} onBack={onBack} />
      <Reason task={task} />
      {stop && !stop.isOfTheHour ? null : <Script task={task} />}
      <TaskTabs task={task} />
    </article>
  )
}

const CustomerHead = ({ task, onBack }: Props): ReactElement => {
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
          <Standing levels={card.levels} />
        </div>
        <div className="row wrap muted small detail-contact">
          <span className="figure">{customer.customerId}</span>
          {card.unit ? <span>{card.unit.name}</span> : null}
          {card.owner ? <span>{t('customer.ownedBy', { name: card.owner.name })}</span> : null}
        </div>
      </div>
      <Link to="/customers/$customerId" params={{ customerId: customer.customerId }} className="nowrap small">
        {t('task.openCustomer')} <RightOutlined style={{ fontSize: 10 }} />
      </Link>
    </header>
  )
}

/** What people know the customer by; every other level is a touch away. */
const Standing = ({ levels }: { levels: Task['card']['levels'] }): ReactElement => {
  const { t } = useTranslation()
  const { schemes } = useCatalogue()
  const others = schemes.filter(({ id, variant }) => variant !== 'ladder' && levels[id])
  return (
    <span className="row wrap level-tags">
      <LevelTags levels={levels} laddersOnly />
      {others.length > 0 ? (
        <Popover trigger={['click']} title={t('customer.classes')} content={<LevelTags levels={levels} />}>
          <button type="button" className="quick more-levels" aria-label={t('desk.allLevels')}>
            +{others.length}
          </button>
        </Popover>
      ) : null}
    </span>
  )
}

const Reason = ({ task }: { task: Task }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { moments, modules, purposes } = useCatalogue()
  const { staffId } = useMe()
  const isOthers = task.isOpen && task.assignee !== null && task.assignee.staffId !== staffId
  return (
    <section className="reason" aria-label={t('task.reason')}>
      <p className="reason-sentence">{name(task.reason)}</p>
      <div className="row wrap small muted reason-facts">
        <span className="chip chip-info">
          {task.moment ? momentLabel(moments, task.moment, name, t('desk.theme')) : t('task.appointment')}
        </span>
        {task.module ? <span>{labelOf(modules, task.module, name)}</span> : null}
        {task.purpose ? <span>{labelOf(purposes, task.purpose, name)}</span> : null}
        {isOthers ? <span className="chip chip-warn">{t('desk.heldBy', { name: task.assignee?.name })}</span> : null}
        <PoolTag pool={task.pool} />
        <DueTime task={task} />
        <span>{t('task.attempts', { made: task.attempts, most: task.maxAttempts })}</span>
        {task.theme ? <span>{t('desk.ofTheme', { name: task.theme.name })}</span> : null}
      </div>
      {task.reasons.slice(1).map(({ moment, sentence }) => (
        <p key={moment} className="small">
          <span className="chip">{momentLabel(moments, moment, name, t('desk.theme'))}</span> {name(sentence)}
        </p>
      ))}
      <LastHandOver task={task} />
      <details className="why-here">
        <summary className="small">
          {t('task.why')}
          {task.worthMinor === null ? null : (
            <>
              {' '}
              · <Money minor={task.worthMinor} style="compact" />
            </>
          )}
        </summary>
        <PriorityTerms task={task} />
      </details>
    </section>
  )
}

const LastHandOver = ({ task }: { task: Task }): ReactElement | null => {
  const { t } = useTranslation()
  const last = task.handOvers.at(-1)
  if (!last?.from) return null
  return <p className="small muted">{t('desk.handedOverBy', { name: last.from.name, reason: last.reason })}</p>
}
