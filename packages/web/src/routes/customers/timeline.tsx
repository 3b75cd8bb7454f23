import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../page/page-frame.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { customerQueries } from './customers.queries.ts'
import { Entries } from './timeline-entry.tsx'

/** Contacts, moments, tasks and ownership in one line of time, latest first. */
export const Timeline = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(customerQueries.timeline(customerId))
  return (
    <Panel title={t('customer.timeline')}>
      <Loaded of={list} rows={4}>
        {() =>
          itemsOf(list).length === 0 ? (
            <EmptyState compact title={t('customer.noTimeline')} />
          ) : (
            <Entries entries={itemsOf(list)} />
          )
        }
      </Loaded>
      <LoadMore of={list} />
    </Panel>
  )
}
