import { Link } from '@tanstack/react-router'
import type { Message } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'

const consentWays = ['in_person', 'phone', 'form', 'online', 'message', 'link', 'file', 'contact'] as const

/** What permits the message: the basis of its purpose, and where that is consent, who gave it when and how. */
export const MessagePermission = ({ message }: { message: Message }): ReactElement => {
  const { t } = useTranslation()
  const { basis, consentId, givenAt, textVersion, via, takenBy } = message.permission
  const way = consentWays.find((each) => each === via)
  const viaText = way ? t(`consent.way.${way}`) : via
  return (
    <Panel title={t('outbox.consent')}>
      <div className="stack tight">
        <p>{basis ? t(`policy.basis.${basis}`) : t('policy.basisUnknown')}</p>
        {consentId ? (
          <dl className="facts">
            <div>
              <dt>{t('outbox.givenAt')}</dt>
              <dd>
                <DateText value={givenAt} withTime />
              </dd>
            </div>
            <div>
              <dt>{t('outbox.textVersion')}</dt>
              <dd>{textVersion ?? '–'}</dd>
            </div>
            <div>
              <dt>{t('outbox.via')}</dt>
              <dd>{viaText ?? '–'}</dd>
            </div>
            <div>
              <dt>{t('outbox.takenBy')}</dt>
              <dd>{takenBy === 'file' ? t('consent.way.file') : (takenBy ?? '–')}</dd>
            </div>
            <div>
              <dt>{t('outbox.consentId')}</dt>
              <dd>
                {message.customer ? (
                  <Link
                    to="/customers/$customerId"
                    params={{ customerId: message.customer.customerId }}
                    search={{ tab: 'consent' }}
                  >
                    {consentId}
                  </Link>
                ) : (
                  consentId
                )}
              </dd>
            </div>
          </dl>
        ) : null}
      </div>
    </Panel>
  )
}
