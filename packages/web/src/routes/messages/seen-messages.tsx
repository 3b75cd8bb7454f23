import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { MessageSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { EmptyState, LoadingState } from '../../ui/states.tsx'
import { AnswerAsCustomer } from './answer-as-customer.tsx'
import { MessageSeen } from './message-seen.tsx'
import { MessageStateChip } from './message-state.tsx'
import { messageQueries } from './messages.queries.ts'
import type { MessagesSearch } from './messages-search.ts'

/** Each is read on its own, and each reading is written down: a dozen at a time. */
const shownAtOnce = 12

/** The simulator: messages as the customers see them. */
export const SeenMessages = ({ search }: { search: MessagesSearch }): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(messageQueries.list(search, shownAtOnce))
  return (
    <Loaded of={list}>
      {() =>
        itemsOf(list).length === 0 ? (
          <div className="card">
            <EmptyState title={t('outbox.noMatch')} hint={t('outbox.noneHint')} />
          </div>
        ) : (
          <>
            <ul className="seen-grid" aria-label={t('outbox.asSeen')}>
              {itemsOf(list).map((summary) => (
                <li key={summary.messageId}>
                  <Seen summary={summary} />
                </li>
              ))}
            </ul>
            <LoadMore of={list} />
          </>
        )
      }
    </Loaded>
  )
}

const Seen = ({ summary }: { summary: MessageSummary }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels } = useCatalogue()
  const { data, isPending } = useQuery(messageQueries.one(summary.messageId))
  return (
    <div className="stack tight">
      <div className="row wrap small">
        <Link to="/messages/$messageId" params={{ messageId: summary.messageId }}>
          {summary.customer?.name ?? summary.customer?.customerId ?? t('outbox.one')}
        </Link>
        <span className="chip">{labelOf(channels, summary.channel, name)}</span>
        <MessageStateChip state={summary.state} />
      </div>
      {isPending ? <LoadingState rows={3} /> : null}
      {data ? (
        <MessageSeen
          seen={{
            channel: data.channel,
            address: data.address,
            subject: data.subject,
            body: data.body,
            senderName: data.sender.name,
            at: data.sentAt ?? data.notBefore,
          }}
        >
          <AnswerAsCustomer message={data} />
        </MessageSeen>
      ) : null}
    </div>
  )
}
