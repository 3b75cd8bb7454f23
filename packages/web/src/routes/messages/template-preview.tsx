import type { MessagePreview } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Alert } from '../../ui/antd.ts'
import { MessageSeen } from './message-seen.tsx'

/** A message as it would arrive, how long it is, what is wrong with it, and whether it may be sent. */
export const TemplatePreview = ({ preview, channel }: { preview: MessagePreview; channel: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { verdict, findings, sms } = preview
  return (
    <div className="stack tight">
      <MessageSeen
        seen={{
          channel,
          address: preview.address,
          subject: preview.subject,
          body: preview.body,
          senderName: preview.sender.name,
          at: null,
        }}
      />
      {sms ? (
        <p className="small muted">
          {t('template.size', { characters: sms.characters, segments: sms.segments })} ·{' '}
          {t(`template.alphabet.${sms.alphabet}`)}
        </p>
      ) : null}
      <Alert
        role="status"
        showIcon
        type={verdict.isDelayed ? 'warning' : verdict.isAllowed ? 'success' : 'error'}
        title={name(verdict.sentence)}
      />
      {findings.length > 0 ? (
        <ul className="mistakes" role="alert">
          {findings.map(({ code, term, why }) => (
            <li key={`${code}/${term}`}>
              <code>{term}</code> {t(`template.finding.${code}`)}：{name(why)}
            </li>
          ))}
        </ul>
      ) : (
        <p className="small muted">{t('template.noFindings')}</p>
      )}
    </div>
  )
}
