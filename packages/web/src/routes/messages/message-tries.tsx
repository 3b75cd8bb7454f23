import { Link } from '@tanstack/react-router'
import type { Message } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'

const chipOf: Readonly<Record<'accepted' | 'refused' | 'failed' | 'unknown', string>> = {
  accepted: 'chip chip-good',
  refused: 'chip chip-bad',
  failed: 'chip chip-bad',
  unknown: 'chip chip-warn',
}

/** Every attempt, every receipt, and what a person settled, in the order in which it happened. */
export const MessageTries = ({ message }: { message: Message }): ReactElement => {
  const { t } = useTranslation()
  const { tries, receipts, settled, resendOf, resentAs } = message
  return (
    <Panel title={t('outbox.history')}>
      {tries.length === 0 && receipts.length === 0 && !settled ? (
        <p className="muted">{t('outbox.noTries')}</p>
      ) : (
        <ol className="timeline">
          {tries.map((attempt) => (
            <li key={attempt.attempt} className="at-contact">
              <span className="row wrap">
                <DateText value={attempt.startedAt} withTime />
                <strong>{t('outbox.try', { count: attempt.attempt })}</strong>
                <span className={attempt.outcome ? chipOf[attempt.outcome] : 'chip'}>
                  {t(`outbox.outcome.${attempt.outcome ?? 'underway'}`)}
                </span>
              </span>
              <span className="small muted">
                {t(`outbox.provider.${attempt.provider}`, attempt.provider)}
                {attempt.providerId ? ` · ${attempt.providerId}` : ''}
                {attempt.reason ? ` · ${attempt.reason}` : ''}
              </span>
            </li>
          ))}
          {receipts.map((receipt) => (
            <li key={receipt.receiptId} className="at-moment">
              <span className="row wrap">
                <DateText value={receipt.receivedAt} withTime />
                <strong>{t('outbox.receipt')}</strong>
                <span className={receipt.state === 'delivered' ? 'chip chip-good' : 'chip chip-bad'}>
                  {t(`outbox.receiptState.${receipt.state}`)}
                </span>
              </span>
              {receipt.detail ? <span className="small muted">{receipt.detail}</span> : null}
            </li>
          ))}
          {settled ? (
            <li className="at-ownership">
              <span className="row wrap">
                <DateText value={settled.at} withTime />
                <strong>
                  {settled.by === 'system' ? t('outbox.settledBySystem') : t('outbox.settledBy', { name: settled.by })}
                </strong>
              </span>
              <span className="small muted">{settled.reason}</span>
            </li>
          ) : null}
        </ol>
      )}
      <p className="row wrap small">
        {resendOf ? (
          <Link to="/messages/$messageId" params={{ messageId: resendOf }}>
            {t('outbox.resendOf')}
          </Link>
        ) : null}
        {resentAs ? (
          <Link to="/messages/$messageId" params={{ messageId: resentAs }}>
            {t('outbox.resentAs')}
          </Link>
        ) : null}
      </p>
    </Panel>
  )
}
