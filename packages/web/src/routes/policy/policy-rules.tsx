import type { RouteResponse } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'

type Policy = RouteResponse<'getPolicy'>

const kinds = ['quiet_hours', 'holidays', 'cool_off', 'cap', 'minimum'] as const

/** The rules in force as sentences, with where they come from; purposes with the words that customers agree to. */
export const PolicyRules = ({ policy }: { policy: Policy }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <div className="grid-2">
      <Panel title={t('policy.inForce')} flush>
        {policy.rules.length === 0 ? <EmptyState compact title={t('policy.noRules')} /> : null}
        <ul className="lines">
          {kinds
            .map((kind) => ({ kind, rules: policy.rules.filter((rule) => rule.kind === kind) }))
            .filter(({ rules }) => rules.length > 0)
            .map(({ kind, rules }) => (
              <li key={kind}>
                <h3 className="group-title">{t(`policy.kind.${kind}`)}</h3>
                {rules.map((rule) => (
                  <p key={`${rule.policy}/${rule.sentence.en}`}>
                    {name(rule.sentence)}{' '}
                    {rule.source ? (
                      <span className="small muted">{t('why.source', { source: rule.source })}</span>
                    ) : null}
                  </p>
                ))}
              </li>
            ))}
        </ul>
      </Panel>
      <div className="stack">
        <Panel title={t('policy.purposes')} flush>
          <ul className="lines">
            {policy.purposes.map((purpose) => (
              <li key={purpose.id}>
                <span className="row wrap">
                  <strong>{name(purpose.label)}</strong>
                  <span className="muted">{t(`policy.basis.${purpose.basis}`)}</span>
                </span>
                {purpose.consentText ? (
                  <blockquote className="consent-text">
                    {name(purpose.consentText)}
                    <span className="small muted">
                      {' '}
                      {t('policy.textVersion', { version: purpose.consentVersion ?? '–' })}
                    </span>
                  </blockquote>
                ) : null}
              </li>
            ))}
          </ul>
        </Panel>
        <Panel title={t('policy.channels')} flush>
          <ul className="lines">
            {policy.channels.map((channel) => (
              <li key={channel.id}>
                <span className="row wrap">
                  <strong>{name(channel.label)}</strong>
                  <span className="chip">{t(`policy.by.${channel.by}`)}</span>
                  {channel.isQuiet ? <span className="chip chip-info">{t('policy.isQuiet')}</span> : null}
                  {channel.needsTrust ? <span className="chip chip-warn">{t('policy.needsTrust')}</span> : null}
                </span>
              </li>
            ))}
          </ul>
        </Panel>
      </div>
    </div>
  )
}
