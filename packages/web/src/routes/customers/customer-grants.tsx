import { useQuery } from '@tanstack/react-query'
import type { Grant } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Dropdown } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { careQueries, useOfferBenefit, useSettleGrant } from './care.queries.ts'

const toneOf = { offered: 'chip-info', given: 'chip-good', refused: 'chip-bad', expired: '' } as const

/** What was offered, what came of it, and what the year still leaves (G72). */
export const CustomerGrants = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(careQueries.grants(customerId))
  return (
    <Panel title={t('benefits.title')} flush extra={<Offer customerId={customerId} />}>
      <Loaded of={query} rows={3}>
        {() =>
          query.data?.items.length === 0 ? (
            <EmptyState compact title={t('benefits.none')} />
          ) : (
            <ul className="lines">
              {query.data?.items.map((grant) => (
                <GrantLine key={grant.grantId} grant={grant} customerId={customerId} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  )
}

const Offer = ({ customerId }: { customerId: string }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const { data } = useQuery(careQueries.grants(customerId))
  const offer = useOfferBenefit(customerId)
  if (!data?.mayOffer || data.left.length === 0) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: data.left.map(({ benefit, label, left, perYear }) => ({
          key: benefit,
          disabled: left === 0,
          label: (
            <span>
              {name(label)} <span className="small muted">{t('benefits.left', { left, perYear })}</span>
            </span>
          ),
        })),
        onClick: ({ key }) =>
          offer.mutate(
            { benefit: key },
            {
              onSuccess: ({ label }) => void message.success(t('benefits.offered', { name: name(label) })),
              onError: (error) => void message.error(messageOf(error, language)),
            },
          ),
      }}
    >
      <Button size="small" loading={offer.isPending}>
        {t('benefits.offer')}
      </Button>
    </Dropdown>
  )
}

const GrantLine = ({ grant, customerId }: { grant: Grant; customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const settle = useSettleGrant(customerId)
  const [isRefusing, setRefusing] = useState(false)
  const send = (action: 'approve' | 'give' | 'refuse', reason?: string): void =>
    settle.mutate(
      { grantId: grant.grantId, action, ...(reason ? { reason } : {}) },
      {
        onSuccess: () => {
          setRefusing(false)
          void message.success(t('benefits.settled'))
        },
        onError: (error) => (action === 'refuse' ? undefined : void message.error(messageOf(error, language))),
      },
    )
  return (
    <li className={grant.state === 'offered' ? undefined : 'past'}>
      <span className="row wrap between">
        <span className="row wrap">
          <span className="strong">{name(grant.label)}</span>
          <span className={`chip ${toneOf[grant.state]}`}>{t(`benefits.state.${grant.state}`)}</span>
          {grant.needsApproval && !grant.isApproved && grant.state === 'offered' ? (
            <span className="chip chip-warn">{t('benefits.waitsForApproval')}</span>
          ) : null}
        </span>
        <span className="row">
          {grant.may.map((action) => (
            <Button
              key={action}
              size="small"
              loading={settle.isPending}
              onClick={() => (action === 'refuse' ? setRefusing(true) : send(action))}
            >
              {t(`benefits.${action}`)}
            </Button>
          ))}
        </span>
      </span>
      <p className="small muted">
        <DateText value={grant.offeredAt} withTime /> · {grant.offeredBy} · {t('benefits.until')}{' '}
        <DateText value={grant.expiresOn} />
        {grant.reason ? ` · ${grant.reason}` : ''}
      </p>
      <AskDialog
        title={t('benefits.refuse')}
        isOpen={isRefusing}
        isBusy={settle.isPending}
        error={settle.error}
        onClose={() => setRefusing(false)}
        onReason={(reason) => send('refuse', reason)}
      />
    </li>
  )
}
