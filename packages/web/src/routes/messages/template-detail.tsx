import type { MessageTemplate } from '@tend/contract'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, Button, Input } from '../../ui/antd.ts'
import { LoadingState } from '../../ui/states.tsx'
import { CustomerSelect } from '../customers/customer-select.tsx'
import { usePreviewMessage } from './messages.queries.ts'
import { TemplatePreview } from './template-preview.tsx'

type Props = {
  readonly template: MessageTemplate
  readonly customerId: string | undefined
  readonly onCustomer: (customerId: string | undefined) => void
}

/** The rules of the template's kind, and what it reads like for a real customer; a text of one's own can be tried. */
export const TemplateDetail = ({ template, customerId, onCustomer }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const [subject, setSubject] = useState(template.subject ? name(template.subject) : '')
  const [body, setBody] = useState(name(template.body))
  const preview = usePreviewMessage()
  const ask = preview.mutate
  const isOwn = body !== name(template.body) || subject !== (template.subject ? name(template.subject) : '')
  const look = (customer: string): void =>
    ask({
      customerId: customer,
      template: template.id,
      language,
      ...(isOwn ? { text: { body, ...(template.subject ? { subject } : {}) } } : {}),
    })
  useEffect(() => {
    if (customerId) ask({ customerId, template: template.id, language })
  }, [customerId, template.id, language, ask])
  return (
    <div className="stack">
      <section className="stack tight" aria-label={t('template.text')}>
        <h3 className="group-title">{t('template.text')}</h3>
        {template.subject ? (
          <Input
            aria-label={t('template.subject')}
            value={subject}
            maxLength={200}
            onChange={({ target }) => setSubject(target.value)}
          />
        ) : null}
        <Input.TextArea
          aria-label={t('template.text')}
          value={body}
          maxLength={5000}
          autoSize={{ minRows: 3, maxRows: 14 }}
          onChange={({ target }) => setBody(target.value)}
        />
        <p className="small muted">{t('template.textHint')}</p>
      </section>
      <section className="stack tight" aria-label={t('template.preview')}>
        <h3 className="group-title">{t('template.preview')}</h3>
        <div className="row wrap">
          <CustomerSelect value={customerId} onChange={onCustomer} />
          <Button disabled={!customerId} loading={preview.isPending} onClick={() => customerId && look(customerId)}>
            {t('template.look')}
          </Button>
        </div>
        {preview.error ? <Alert role="alert" type="error" showIcon title={messageOf(preview.error, language)} /> : null}
        {preview.isPending ? <LoadingState rows={3} /> : null}
        {preview.data ? <TemplatePreview preview={preview.data} channel={template.channel.id} /> : null}
        {!customerId ? <p className="small muted">{t('template.chooseCustomer')}</p> : null}
      </section>
      <section className="stack tight" aria-label={t('template.rules')}>
        <h3 className="group-title">{t('template.rules')}</h3>
        <Rules template={template} />
      </section>
    </div>
  )
}

const Rules = ({ template }: { template: MessageTemplate }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <dl className="properties">
      <div>
        <dt>{t('template.kind')}</dt>
        <dd>{name(template.kind.label)}</dd>
      </div>
      <div>
        <dt>{t('outbox.purpose')}</dt>
        <dd>
          {name(template.purpose.label)} · {t(`policy.basis.${template.purpose.basis}`)}
        </dd>
      </div>
      <div>
        <dt>{t('template.signedBy')}</dt>
        <dd>{t(`template.sender.${template.sender}`)}</dd>
      </div>
      {template.requires.length > 0 ? (
        <div>
          <dt>{t('template.requires')}</dt>
          <dd>
            {template.requires.map((place) => (
              <code key={place} className="nowrap">
                {`{${place}} `}
              </code>
            ))}
          </dd>
        </div>
      ) : null}
      {template.forbidden.map(({ terms, why }) => (
        <div key={terms.join()}>
          <dt>{t('template.forbidden')}</dt>
          <dd>
            {terms.join(t('value.comma'))}
            <p className="small muted">{name(why)}</p>
          </dd>
        </div>
      ))}
    </dl>
  )
}
