import { useInfiniteQuery } from '@tanstack/react-query'
import { timelineKinds } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Select } from '../../ui/antd.ts'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { customerQueries, type TimelineFilter } from './customers.queries.ts'
import { Entries } from './timeline-entry.tsx'

/** Everything that happened with the customer, over all channels, in and out; narrowed by kind and channel. */
export const Timeline = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const [filter, setFilter] = useState<TimelineFilter>({ kinds: [], channels: [] })
  const list = useInfiniteQuery(customerQueries.timeline(customerId, filter))
  const isFiltered = filter.kinds.length + filter.channels.length > 0
  return (
    <Panel title={t('customer.timeline')}>
      <TimelineFilters filter={filter} onChange={setFilter} />
      <Loaded of={list} rows={4}>
        {() =>
          itemsOf(list).length === 0 ? (
            <EmptyState compact title={t(isFiltered ? 'timeline.noneMatch' : 'customer.noTimeline')} />
          ) : (
            <>
              <Entries entries={itemsOf(list)} />
              <LoadMore of={list} />
            </>
          )
        }
      </Loaded>
    </Panel>
  )
}

type FiltersProps = { readonly filter: TimelineFilter; readonly onChange: (filter: TimelineFilter) => void }

const TimelineFilters = ({ filter, onChange }: FiltersProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels } = useCatalogue()
  const toggle = (kind: TimelineFilter['kinds'][number]): void =>
    onChange({
      ...filter,
      kinds: filter.kinds.includes(kind) ? filter.kinds.filter((each) => each !== kind) : [...filter.kinds, kind],
    })
  return (
    <fieldset className="row wrap timeline-filters" aria-label={t('timeline.filter')}>
      {timelineKinds.map((kind) => (
        <button
          key={kind}
          type="button"
          className="quick"
          aria-pressed={filter.kinds.includes(kind)}
          onClick={() => toggle(kind)}
        >
          {t(`timeline.kind.${kind}`)}
        </button>
      ))}
      <Select
        size="small"
        aria-label={t('timeline.allChannels')}
        placeholder={t('timeline.allChannels')}
        allowClear
        value={filter.channels[0] ?? null}
        onChange={(channel) => onChange({ ...filter, channels: channel ? [channel] : [] })}
        options={channels.map(({ id, label }) => ({ value: id, label: name(label) }))}
        style={{ minWidth: 120 }}
      />
    </fieldset>
  )
}
