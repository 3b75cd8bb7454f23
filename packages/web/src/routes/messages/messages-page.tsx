import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { MessageSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { Button, Segmented, type TableColumnsType } from '../../ui/antd.ts'
import { DateText, Unknown } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { MessageActions } from './message-actions.tsx'
import { MessageCounts } from './message-counts.tsx'
import { MessageFilters } from './message-filters.tsx'
import { MessageStateChip } from './message-state.tsx'
import { messageQueries } from './messages.queries.ts'
import { MessagesFrame } from './messages-frame.tsx'
import type { MessagesSearch } from './messages-search.ts'
import { SeenMessages } from './seen-messages.tsx'

/** Every message that was, is being or will be sent; each leads to its whole story. */
export const MessagesPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/messages' })
  const navigate = useNavigate({ from: '/messages' })
  const change = (next: MessagesSearch): void => void navigate({ search: next, replace: true })
  return (
    <MessagesFrame
      title={t('outbox.title')}
      lead={t('outbox.lead')}
      actions={
        <span className="row wrap">
          <UnitSelect value={search.unit} onChange={(unit) => change(changed(search, { unit }))} />
          <Segmented
            aria-label={t('outbox.view')}
            value={search.view ?? 'list'}
            onChange={(view) => change(changed(search, { view: view === 'seen' ? 'seen' : undefined }))}
            options={[
              { value: 'list', label: t('outbox.asList') },
              { value: 'seen', label: t('outbox.asSeen') },
            ]}
          />
        </span>
      }
    >
      <MessageCounts search={search} onChange={change} />
      <div className="stack tight">
        <MessageFilters search={search} onChange={change} />
        {search.view === 'seen' ? (
          <SeenMessages search={search} />
        ) : (
          <MessageList search={search} onClear={() => change({})} />
        )}
      </div>
    </MessagesFrame>
  )
}

const MessageList = ({ search, onClear }: { search: MessagesSearch; onClear: () => void }): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(messageQueries.list(search))
  return (
    <PagedTable<MessageSummary>
      of={list}
      rowKey="messageId"
      columns={useMessageColumns()}
      empty={
        Object.keys(search).length === 0 ? (
          <EmptyState title={t('outbox.none')} hint={t('outbox.noneHint')} />
        ) : (
          <EmptyState title={t('outbox.noMatch')} action={<Button onClick={onClear}>{t('customers.clear')}</Button>} />
        )
      }
    />
  )
}

const useMessageColumns = (): TableColumnsType<MessageSummary> => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels, plays, purposes } = useCatalogue()
  return [
    {
      key: 'created',
      title: t('outbox.createdAt'),
      render: (_value, { createdAt, messageId }) => (
        <Link to="/messages/$messageId" params={{ messageId }}>
          <DateText value={createdAt} withTime />
        </Link>
      ),
    },
    {
      key: 'customer',
      title: t('outbox.to'),
      render: (_value, { customer }) =>
        customer ? (
          <Link to="/customers/$customerId" params={{ customerId: customer.customerId }}>
            {customer.name ?? customer.customerId}
          </Link>
        ) : (
          <Unknown />
        ),
    },
    { key: 'channel', title: t('contact.channel'), render: (_value, { channel }) => labelOf(channels, channel, name) },
    {
      key: 'why',
      title: t('outbox.why'),
      render: (_value, { play, purpose }) => (
        <span className="board-cell">
          <span>{play ? labelOf(plays, play, name) : t('outbox.byHand')}</span>
          <span className="small muted">{labelOf(purposes, purpose, name)}</span>
        </span>
      ),
    },
    {
      key: 'sender',
      title: t('outbox.sender'),
      render: (_value, { sender, unit }) => (
        <span className="board-cell">
          <span>{sender.name}</span>
          <span className="small muted">{unit.name}</span>
        </span>
      ),
    },
    {
      key: 'state',
      title: t('outbox.stateTitle'),
      render: (_value, message) => <StateCell message={message} />,
    },
    {
      key: 'actions',
      title: t('users.actions'),
      render: (_value, message) => <MessageActions message={message} size="small" />,
    },
  ]
}

const StateCell = ({ message }: { message: MessageSummary }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { state, reason, nextAttemptAt, sentAt, deliveredAt, isToPrint } = message
  return (
    <span className="board-cell">
      <span className="row">
        <MessageStateChip state={state} />
        {isToPrint ? <span className="chip chip-warn">{t('letter.toPrint')}</span> : null}
      </span>
      {reason ? <span className="small muted wrapped">{name(reason.sentence)}</span> : null}
      {state === 'waiting' && nextAttemptAt && !isToPrint ? (
        <span className="small muted">
          {t('outbox.nextAt')} <DateText value={nextAttemptAt} withTime />
        </span>
      ) : null}
      {deliveredAt || sentAt ? (
        <span className="small muted">
          <DateText value={deliveredAt ?? sentAt} withTime />
        </span>
      ) : null}
    </span>
  )
}
