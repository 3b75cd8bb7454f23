import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { Message } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { labelOf, momentLabel, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { AnswerAsCustomer } from './answer-as-customer.tsx'
import { MessageActions } from './message-actions.tsx'
import { MessagePermission } from './message-permission.tsx'
import { MessageSeen } from './message-seen.tsx'
import { MessageStateChip } from './message-state.tsx'
import { MessageTries } from './message-tries.tsx'
import { messageQueries } from './messages.queries.ts'
import { MessagesFrame } from './messages-frame.tsx'

/** One message, whole: its text, to whom, why, with whose consent, and what became of it. */
export const MessagePage = (): ReactElement => {
  const { t } = useTranslation()
  const { messageId } = useParams({ from: '/in/messages/$messageId' })
  const query = useQuery(messageQueries.one(messageId))
  const message = query.data
  return (
    <MessagesFrame
      title={
        message?.customer
          ? t('outbox.oneTo', { name: message.customer.name ?? message.customer.customerId })
          : t('outbox.one')
      }
      lead={message ? <MessageStateChip state={message.state} /> : null}
      actions={message ? <MessageActions message={message} /> : null}
    >
      <Loaded of={query}>{() => (message ? <Story message={message} /> : null)}</Loaded>
    </MessagesFrame>
  )
}

const Story = ({ message }: { message: Message }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <div className="customer-columns">
      <div className="stack">
        <Panel title={t('outbox.why')}>
          <div className="stack tight">
            {message.why.sentence && <p className="reason-sentence">{name(message.why.sentence)}</p>}
            {message.reason ? <p className="warn">{name(message.reason.sentence)}</p> : null}
            <Origin message={message} />
          </div>
        </Panel>
        <MessagePermission message={message} />
        <MessageTries message={message} />
      </div>
      <div className="stack">
        <Panel title={t('outbox.text')}>
          <MessageSeen
            seen={{
              channel: message.channel,
              address: message.address,
              subject: message.subject,
              body: message.body,
              senderName: message.sender.name,
              at: message.sentAt ?? message.notBefore,
            }}
          >
            {message.printBatch ? (
              <a href={api.url('getLetterBatch', { params: { batch: message.printBatch } })}>{t('letter.pdf')}</a>
            ) : null}
            <AnswerAsCustomer message={message} />
          </MessageSeen>
          {message.sms ? (
            <p className="small muted panel-note">
              {t('template.size', { characters: message.sms.characters, segments: message.sms.segments })}
            </p>
          ) : null}
        </Panel>
      </div>
    </div>
  )
}

const Origin = ({ message }: { message: Message }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels, plays, moments, purposes } = useCatalogue()
  const { customer, why } = message
  const template = useQuery(messageQueries.templates()).data?.items.find(({ id }) => id === message.template)
  return (
    <dl className="facts">
      <div>
        <dt>{t('outbox.to')}</dt>
        <dd>
          {customer ? (
            <Link to="/customers/$customerId" params={{ customerId: customer.customerId }}>
              {customer.name ?? customer.customerId}
            </Link>
          ) : (
            t('outbox.hidden')
          )}
        </dd>
      </div>
      <div>
        <dt>{t('contact.channel')}</dt>
        <dd>
          {labelOf(channels, message.channel, name)} {message.address}
        </dd>
      </div>
      <div>
        <dt>{t('outbox.purpose')}</dt>
        <dd>{labelOf(purposes, message.purpose, name)}</dd>
      </div>
      <div>
        <dt>{t('outbox.play')}</dt>
        <dd>
          {message.play ? (
            <Link to="/plays" search={{ play: message.play }}>
              {labelOf(plays, message.play, name)}
            </Link>
          ) : (
            t('outbox.byHand')
          )}
        </dd>
      </div>
      {message.moment ? (
        <div>
          <dt>{t('outbox.moment')}</dt>
          <dd>{momentLabel(moments, message.moment, name, t('theme.title'))}</dd>
        </div>
      ) : null}
      {why.themeId ? (
        <div>
          <dt>{t('team.theme')}</dt>
          <dd>
            <Link to="/themes/$themeId" params={{ themeId: why.themeId }}>
              {t('outbox.openTheme')}
            </Link>
          </dd>
        </div>
      ) : null}
      <div>
        <dt>{t('outbox.template')}</dt>
        <dd>
          <Link to="/messages/templates" search={{ template: message.template }}>
            {template ? name(template.label) : message.template}
          </Link>
        </dd>
      </div>
      <div>
        <dt>{t('outbox.createdBy')}</dt>
        <dd>{why.createdBy === 'system' ? t('outbox.system') : why.createdBy}</dd>
      </div>
      <div>
        <dt>{t('outbox.createdAt')}</dt>
        <dd>
          <DateText value={message.createdAt} withTime />
        </dd>
      </div>
      <div>
        <dt>{t('outbox.rules')}</dt>
        <dd>
          <code>{why.packHash.slice(0, 12)}</code>
        </dd>
      </div>
    </dl>
  )
}
