import { useQuery } from '@tanstack/react-query'
import type { ConsentRecord, Consents, consentWays } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Input, Popconfirm, Segmented } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { careQueries, useRecordConsent } from './care.queries.ts'
import { ConsentRows } from './consent-rows.tsx'

export type ConsentWay = (typeof consentWays)[number]

const ways: readonly ConsentWay[] = ['phone', 'in_person', 'form', 'online', 'message']

/** What the customer agreed to and refused, with its proof; taking back is one click, as giving is. */
export const ConsentPanel = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const consents = useQuery(careQueries.consents(customerId))
  return (
    <Panel title={t('consent.title')}>
      <Loaded of={consents} rows={6}>
        {() => (consents.data ? <ConsentForm customerId={customerId} consents={consents.data} /> : null)}
      </Loaded>
    </Panel>
  )
}

const ConsentForm = ({ customerId, consents }: { customerId: string; consents: Consents }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const asked = consents.purposes.filter(({ basis }) => basis !== 'contract')
  const [chosen, setChosen] = useState(asked[0]?.id)
  const [how, setHow] = useState<ConsentWay>('phone')
  const [proof, setProof] = useState('')
  const record = useRecord(customerId, how, proof)
  const purpose = asked.find(({ id }) => id === chosen)
  return (
    <div className="stack">
      {consents.may.record ? (
        <div className="row wrap consent-how">
          <span className="nowrap">{t('consent.how')}</span>
          <Segmented
            size="small"
            aria-label={t('consent.how')}
            value={how}
            onChange={setHow}
            options={ways.map((way) => ({ value: way, label: t(`consent.way.${way}`) }))}
          />
          <Input
            size="small"
            className="filter-input"
            aria-label={t('consent.proof')}
            placeholder={t('consent.proof')}
            maxLength={500}
            value={proof}
            onChange={(event) => setProof(event.target.value)}
          />
          <span className="grow" />
          <StopAll isBusy={record.isBusy} onStop={() => record.send(null, null, 'withdrawn')} />
        </div>
      ) : (
        <p className="muted">{t('consent.cannot')}</p>
      )}
      <Segmented
        aria-label={t('appointments.purpose')}
        value={chosen ?? ''}
        onChange={setChosen}
        options={asked.map(({ id, label }) => ({ value: id, label: name(label) }))}
      />
      {purpose?.consentText ? (
        <blockquote className="consent-text">
          <span className="eyebrow">{t('consent.askFirst')}</span>
          <p>{name(purpose.consentText)}</p>
        </blockquote>
      ) : null}
      {purpose ? (
        <ConsentRows
          customerId={customerId}
          consents={consents}
          purpose={purpose}
          isBusy={record.isBusy}
          onRecord={(channel, state) => record.send(purpose, channel, state)}
        />
      ) : null}
      <History records={consents.items} />
    </div>
  )
}

const useRecord = (customerId: string, how: ConsentWay, proof: string) => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const record = useRecordConsent(customerId)
  const send = (
    purpose: Consents['purposes'][number] | null,
    channel: string | null,
    state: ConsentRecord['state'],
  ): void => {
    const version = state === 'given' && purpose?.consentVersion ? { textVersion: purpose.consentVersion } : {}
    record.mutate(
      {
        purpose: purpose?.id ?? null,
        channel,
        state,
        how,
        ...version,
        ...(proof.trim() === '' ? {} : { proof: proof.trim() }),
      },
      {
        onSuccess: ({ stopped }) =>
          void message.success(
            stopped.tasks + stopped.messages > 0
              ? t('consent.stopped', stopped)
              : t(state === 'given' ? 'consent.givenNow' : 'consent.withdrawnNow'),
          ),
        onError: (error) => void message.error(messageOf(error, language)),
      },
    )
  }
  return { send, isBusy: record.isPending }
}

const StopAll = ({ isBusy, onStop }: { isBusy: boolean; onStop: () => void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <Popconfirm
      title={t('consent.stopAll')}
      description={<span className="sure">{t('consent.stopAllSure')}</span>}
      okText={t('consent.stopAllYes')}
      cancelText={t('action.cancel')}
      okButtonProps={{ danger: true }}
      onConfirm={onStop}
    >
      <Button danger size="small" loading={isBusy}>
        {t('consent.stopAll')}
      </Button>
    </Popconfirm>
  )
}

/** Every word of the customer with when, how, to whom and on which text: what an inspector asks for. */
const History = ({ records }: { records: readonly ConsentRecord[] }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const { purposes, channels } = useCatalogue()
  // Nobody took down what customers did themselves or a file brought.
  const takerOf = ({ takenBy }: ConsentRecord): string =>
    takenBy === 'customer' ? t('consent.byCustomer') : takenBy === 'file' ? t('consent.way.file') : takenBy
  if (records.length === 0) return null
  return (
    <details className="history">
      <summary>{t('consent.history', { count: records.length })}</summary>
      <ul className="lines">
        {records.map((record) => (
          <li key={record.consentId}>
            <span className="row wrap">
              <span className={record.state === 'given' ? 'chip chip-good' : 'chip chip-bad'}>
                {t(`consent.${record.state}`)}
              </span>
              <span>{record.purpose ? labelOf(purposes, record.purpose, name) : t('consent.all')}</span>
              <span className="muted">
                {record.channel ? labelOf(channels, record.channel, name) : t('consent.allChannels')}
              </span>
            </span>
            <p className="small muted">
              <DateText value={record.at} withTime /> · {t(`consent.way.${record.how}`, record.how)} · {takerOf(record)}
              {record.textVersion ? ` · ${t('consent.version')} ${record.textVersion}` : ''}
              {record.proof ? ` · ${labelOf(channels, record.proof, name)}` : ''}
            </p>
          </li>
        ))}
      </ul>
    </details>
  )
}
