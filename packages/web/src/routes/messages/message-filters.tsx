import { useQuery } from '@tanstack/react-query'
import { messageStates } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { type Label, useLabel } from '../../i18n/index.ts'
import { changed } from '../../search-params.ts'
import { FilterDays, FilterSelect, FilterText } from '../../ui/filters.tsx'
import { messageQueries } from './messages.queries.ts'
import type { MessagesSearch } from './messages-search.ts'

type Props = { readonly search: MessagesSearch; readonly onChange: (search: MessagesSearch) => void }

export const MessageFilters = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels, plays, purposes } = useCatalogue()
  const templates = useQuery(messageQueries.templates())
  const named = (definitions: readonly { readonly id: string; readonly label: Label }[]) =>
    definitions.map(({ id, label }) => ({ value: id, label: name(label) }))
  const set = (change: Parameters<typeof changed<MessagesSearch>>[1]): void => onChange(changed(search, change))
  return (
    <div className="row wrap">
      <FilterSelect
        label={t('outbox.stateTitle')}
        width={120}
        value={search.state}
        onChange={(state) => set({ state })}
        options={messageStates.map((state) => ({ value: state, label: t(`outbox.state.${state}`) }))}
      />
      <FilterSelect
        label={t('contact.channel')}
        width={130}
        value={search.channel}
        onChange={(channel) => set({ channel })}
        options={named(channels.filter(({ by }) => by === 'message'))}
      />
      <FilterSelect
        label={t('outbox.purpose')}
        width={130}
        value={search.purpose}
        onChange={(purpose) => set({ purpose })}
        options={named(purposes)}
      />
      <FilterSelect
        label={t('outbox.template')}
        width={180}
        value={search.template}
        onChange={(template) => set({ template })}
        options={named(templates.data?.items ?? [])}
      />
      <FilterSelect
        label={t('outbox.play')}
        width={180}
        value={search.play}
        onChange={(play) => set({ play })}
        options={named(plays)}
      />
      <FilterText label={t('outbox.customer')} value={search.customer} onChange={(customer) => set({ customer })} />
      <FilterDays from={search.from} to={search.to} onChange={({ from, to }) => set({ from, to })} />
    </div>
  )
}
