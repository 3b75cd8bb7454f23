import { useInfiniteQuery } from '@tanstack/react-query'
import type { Visit } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Dropdown } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { careQueries, useBeginVisit } from './care.queries.ts'
import { VisitForm } from './visit-form.tsx'

/** Visits and calls in three phases (S62): the open one can be written on, the others are read. */
export const Visits = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(careQueries.visits(customerId))
  const [opened, setOpened] = useState<string>()
  const visits = itemsOf(list)
  const open = visits.find((visit) => visit.mayEdit && (visit.visitId === opened || visit.closedAt === null))
  return (
    <Panel title={t('visit.title')} flush extra={open ? null : <Begin customerId={customerId} onBegun={setOpened} />}>
      {open ? <VisitForm key={open.visitId} visit={open} /> : null}
      <Loaded of={list} rows={3}>
        {() =>
          visits.length === 0 ? (
            <EmptyState compact title={t('visit.none')} hint={t('visit.noneHint')} />
          ) : (
            <ul className="lines">
              {visits
                .filter((visit) => visit !== open)
                .map((visit) => (
                  <VisitLine key={visit.visitId} visit={visit} />
                ))}
            </ul>
          )
        }
      </Loaded>
      <LoadMore of={list} />
    </Panel>
  )
}

const Begin = ({
  customerId,
  onBegun,
}: {
  customerId: string
  onBegun: (visitId: string) => void
}): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const { channels } = useCatalogue()
  const begin = useBeginVisit(customerId)
  if (!useMe().permissions.includes('contacts.record')) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: channels
          .filter(({ by, isInternal }) => by === 'person' && !isInternal)
          .map(({ id, label }) => ({ key: id, label: name(label) })),
        onClick: ({ key }) =>
          begin.mutate(
            { channel: key },
            {
              onSuccess: ({ visitId }) => onBegun(visitId),
              onError: (error) => void message.error(messageOf(error, language)),
            },
          ),
      }}
    >
      <Button size="small" type="primary" loading={begin.isPending}>
        {t('visit.begin')}
      </Button>
    </Dropdown>
  )
}

const VisitLine = ({ visit }: { visit: Visit }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels } = useCatalogue()
  return (
    <li>
      <span className="row wrap">
        <span className="strong">{labelOf(channels, visit.channel, name)}</span>
        {visit.goalReached ? (
          <span className={visit.goalReached === 'no' ? 'chip chip-bad' : 'chip chip-good'}>
            {t(`visit.reached.${visit.goalReached}`)}
          </span>
        ) : null}
        <span className="chip">{t(visit.closedAt ? 'visit.closed' : 'visit.open')}</span>
      </span>
      {visit.goal ? <p>{visit.goal}</p> : null}
      {visit.summary ? <p className="contact-note">{visit.summary}</p> : null}
      <p className="small muted">
        <DateText value={visit.closedAt ?? visit.begunAt} withTime /> · {visit.staff.name}
        {visit.nextAt ? (
          <>
            {' '}
            · {t('visit.next')} <DateText value={visit.nextAt} withTime />
          </>
        ) : visit.noNextReason ? (
          ` · ${visit.noNextReason}`
        ) : null}
      </p>
    </li>
  )
}
