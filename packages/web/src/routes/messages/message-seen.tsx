import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DateText } from '../../ui/figures.tsx'

export type SeenMessage = {
  readonly channel: string
  readonly address: string | null
  readonly subject: string | null
  readonly body: string | null
  readonly senderName: string
  readonly at: string | null
}

/** A message as the customer has it before them: a bubble on the phone, a mail, a letter. */
export const MessageSeen = ({ seen, children }: { seen: SeenMessage; children?: ReactNode }): ReactElement => {
  const { t } = useTranslation()
  const body = seen.body ?? t('outbox.bodyHidden')
  if (seen.channel === 'email') {
    return (
      <article className="seen-mail" aria-label={t('outbox.asSeen')}>
        <header>
          <p className="strong">{seen.subject ?? t('outbox.noSubject')}</p>
          <p className="small muted">
            {t('outbox.from', { name: seen.senderName })} · {t('outbox.toAddress', { address: seen.address ?? '–' })}
          </p>
        </header>
        <p className="seen-body">{body}</p>
        {children}
      </article>
    )
  }
  if (seen.channel === 'letter') {
    return (
      <article className="seen-letter" aria-label={t('outbox.asSeen')}>
        <p className="small muted">{seen.address}</p>
        {seen.subject ? <p className="strong">{seen.subject}</p> : null}
        <p className="seen-body">{body}</p>
        {children}
      </article>
    )
  }
  return (
    <article className="seen-phone" aria-label={t('outbox.asSeen')}>
      <header className="small">
        <span className="strong">{seen.senderName}</span>
        <span className="muted">{seen.at ? <DateText value={seen.at} withTime /> : (seen.address ?? '')}</span>
      </header>
      <p className={seen.channel === 'wecom' ? 'seen-bubble wecom' : 'seen-bubble'}>
        {seen.subject ? <strong>{`${seen.subject}\n`}</strong> : null}
        {body}
      </p>
      {children}
    </article>
  )
}
