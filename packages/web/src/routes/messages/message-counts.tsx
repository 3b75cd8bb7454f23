import { useQuery } from '@tanstack/react-query'
import { type MessageState, messageStates } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { changed } from '../../search-params.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { MessageStateChip } from './message-state.tsx'
import { messageQueries } from './messages.queries.ts'
import type { MessagesSearch } from './messages-search.ts'

type Props = { readonly search: MessagesSearch; readonly onChange: (search: MessagesSearch) => void }

/** How many messages stand where, by state and channel; every figure opens its list. */
export const MessageCounts = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(messageQueries.counts(search))
  const items = query.data?.items ?? []
  const countOf = (state: MessageState): number =>
    items.filter((item) => item.state === state).reduce((sum, { messages }) => sum + messages, 0)
  if (query.error) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div className="stack tight">
      <ul className="line-counts" aria-label={t('outbox.byState')}>
        {messageStates.map((state) => (
          <li key={state}>
            <button
              type="button"
              aria-pressed={search.state === state}
              onClick={() => onChange(changed(search, { state: search.state === state ? undefined : state }))}
            >
              <MessageStateChip state={state} />
              <span className="tile-figure small-tile">
                <Count value={query.data ? countOf(state) : null} />
              </span>
            </button>
          </li>
        ))}
      </ul>
      {query.data?.oldestDueAt ? (
        <p className="small muted">
          {t('outbox.oldest')} <DateText value={query.data.oldestDueAt} withTime />
        </p>
      ) : null}
      {items.length > 0 ? <ByChannel items={items} search={search} onChange={onChange} /> : null}
    </div>
  )
}

type Item = { readonly state: MessageState; readonly channel: string; readonly messages: number }

const ByChannel = ({ items, search, onChange }: Props & { readonly items: readonly Item[] }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels } = useCatalogue()
  const states = messageStates.filter((state) => items.some((item) => item.state === state))
  const used = [...new Set(items.map(({ channel }) => channel))].sort()
  const countOf = (channel: string, state: MessageState): number =>
    items.find((item) => item.channel === channel && item.state === state)?.messages ?? 0
  return (
    <details>
      <summary className="small muted">{t('outbox.byChannel')}</summary>
      <ScrollRegion label={t('outbox.byChannel')}>
        <table className="matrix card">
          <thead>
            <tr>
              <th scope="col">{t('contact.channel')}</th>
              {states.map((state) => (
                <th key={state} scope="col">
                  {t(`outbox.state.${state}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {used.map((channel) => (
              <tr key={channel}>
                <th scope="row">{labelOf(channels, channel, name)}</th>
                {states.map((state) => {
                  const count = countOf(channel, state)
                  return (
                    <td key={state} className={count === 0 ? 'none' : ''}>
                      {count === 0 ? (
                        0
                      ) : (
                        <button
                          type="button"
                          className="link"
                          onClick={() => onChange(changed(search, { channel, state }))}
                        >
                          <Count value={count} />
                        </button>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  )
}
