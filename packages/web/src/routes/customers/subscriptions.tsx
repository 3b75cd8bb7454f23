import { useQuery } from '@tanstack/react-query'
import type { Subscriptions } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Alert, App, Button, Checkbox, Select } from '../../ui/antd.ts'
import { Panel } from '../../ui/panel.tsx'
import { careQueries, useSetSubscriptions } from './care.queries.ts'

/** The categories of bulletins that the customer wants (S09); none ends them all. */
export const SubscriptionPanel = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(careQueries.subscriptions(customerId))
  return (
    <Panel title={t('subscription.title')}>
      <Loaded of={query} rows={3}>
        {() =>
          query.data ? (
            <SubscriptionForm key={query.dataUpdatedAt} customerId={customerId} subscriptions={query.data} />
          ) : null
        }
      </Loaded>
    </Panel>
  )
}

type FormProps = { readonly customerId: string; readonly subscriptions: Subscriptions }

const SubscriptionForm = ({ customerId, subscriptions }: FormProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const set = useSetSubscriptions(customerId)
  const { items, channels, consentText, consentVersion, permission, may } = subscriptions
  const [wanted, setWanted] = useState(() =>
    items.flatMap(({ category, isSubscribed }) => (isSubscribed ? [category] : [])),
  )
  const [channel, setChannel] = useState(
    subscriptions.channel ?? channels.find(({ hasAddress }) => hasAddress)?.id ?? channels[0]?.id,
  )
  const save = (): void =>
    set.mutate(
      {
        categories: wanted,
        how: 'phone',
        ...(wanted.length > 0 && channel ? { channel } : {}),
        ...(wanted.length > 0 && consentVersion ? { textVersion: consentVersion } : {}),
      },
      {
        onSuccess: () => void message.success(t(wanted.length > 0 ? 'subscription.saved' : 'subscription.ends')),
        onError: (error) => void message.error(messageOf(error, language)),
      },
    )
  return (
    <div className="stack tight">
      {consentText ? (
        <blockquote className="consent-text">
          <span className="eyebrow">{t('consent.askFirst')}</span>
          <p>{name(consentText)}</p>
        </blockquote>
      ) : null}
      <Checkbox.Group
        className="checklist"
        aria-label={t('subscription.title')}
        disabled={!may.set}
        value={wanted}
        onChange={(values) => setWanted(values.map(String))}
        options={items.map(({ category, label }) => ({ value: category, label: name(label) }))}
      />
      <div className="row wrap">
        <span className="nowrap">{t('subscription.channel')}</span>
        <Select
          aria-label={t('subscription.channel')}
          disabled={!may.set}
          value={channel ?? null}
          onChange={(chosen) => setChannel(chosen ?? undefined)}
          style={{ minWidth: 160 }}
          options={channels.map(({ id, label, hasAddress }) => ({
            value: id,
            disabled: !hasAddress,
            label: hasAddress ? name(label) : `${name(label)} · ${t('subscription.noAddress')}`,
          }))}
        />
        {may.set ? (
          <Button type="primary" loading={set.isPending} onClick={save}>
            {t('subscription.save')}
          </Button>
        ) : null}
      </div>
      {permission && !permission.verdict.isAllowed ? (
        <Alert type="warning" showIcon title={name(permission.verdict.sentence)} />
      ) : null}
    </div>
  )
}
