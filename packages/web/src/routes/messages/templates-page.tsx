import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { MessageTemplate } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { Drawer } from '../../ui/antd.ts'
import { FilterSelect } from '../../ui/filters.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { messageQueries } from './messages.queries.ts'
import { MessagesFrame } from './messages-frame.tsx'
import type { TemplatesSearch } from './messages-search.ts'
import { TemplateDetail } from './template-detail.tsx'

/** Every template with its kind and rules; each can be tried on a real customer. */
export const TemplatesPage = (): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const search = useSearch({ from: '/in/messages/templates' })
  const navigate = useNavigate({ from: '/messages/templates' })
  const change = (next: TemplatesSearch): void => void navigate({ search: next, replace: true })
  const query = useQuery(messageQueries.templates())
  const all = query.data?.items ?? []
  const shown = all.filter(({ channel }) => search.channel === undefined || channel.id === search.channel)
  const open = all.find(({ id }) => id === search.template)
  const channels = [...new Map(all.map(({ channel }) => [channel.id, channel])).values()]
  return (
    <MessagesFrame
      title={t('template.title')}
      lead={t('template.lead')}
      actions={
        <FilterSelect
          label={t('contact.channel')}
          value={search.channel}
          onChange={(channel) => change(changed(search, { channel }))}
          options={channels.map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
      }
    >
      <Loaded of={query}>
        {() =>
          shown.length === 0 ? (
            <div className="card">
              <EmptyState title={t('template.none')} hint={t('template.noneHint')} />
            </div>
          ) : (
            <ul className="template-grid" aria-label={t('template.title')}>
              {shown.map((template) => (
                <li key={template.id} className="card">
                  <TemplateCard template={template} onOpen={() => change(changed(search, { template: template.id }))} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Drawer
        open={open !== undefined}
        onClose={() => change(changed(search, { template: undefined, customer: undefined }))}
        title={open ? name(open.label) : ''}
        size={760}
      >
        {open ? (
          <TemplateDetail
            key={open.id}
            template={open}
            customerId={search.customer}
            onCustomer={(customer) => change(changed(search, { customer }))}
          />
        ) : null}
      </Drawer>
    </MessagesFrame>
  )
}

const TemplateCard = ({ template, onOpen }: { template: MessageTemplate; onOpen: () => void }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <button type="button" className="template-card" onClick={onOpen}>
      <span className="row wrap">
        <strong>{name(template.label)}</strong>
        <span className="chip">{name(template.channel.label)}</span>
      </span>
      <span className="small muted">
        {name(template.kind.label)} · {name(template.purpose.label)} · {t(`template.sender.${template.sender}`)}
      </span>
      <span className="template-body">{name(template.body)}</span>
    </button>
  )
}
