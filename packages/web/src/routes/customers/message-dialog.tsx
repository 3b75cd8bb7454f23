import { useQuery } from '@tanstack/react-query'
import type { MessagePreview, MessageTemplate } from '@tend/contract'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useSettled } from '../../condition/use-settled.ts'
import { formatInstant, type Language } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Alert, App, Button, Drawer, Input, Segmented, Select } from '../../ui/antd.ts'
import { useInstitution } from '../../ui/institution.tsx'
import { EmptyState, LoadingState } from '../../ui/states.tsx'
import { TemplatePreview } from '../messages/template-preview.tsx'
import { careQueries, usePreviewMessage, useSendMessage } from './care.queries.ts'

type Props = { readonly customerId: string; readonly isOpen: boolean; readonly onClose: () => void }

/** One message by hand: a template, its words as this customer would read them, and whether it may go. */
export const MessageDialog = ({ customerId, isOpen, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const templates = useQuery({ ...careQueries.templates(), enabled: isOpen })
  return (
    <Drawer open={isOpen} onClose={onClose} title={t('message.title')} size={520} destroyOnHidden>
      <Loaded of={templates}>
        {() =>
          templates.data?.items.length ? (
            <MessageForm customerId={customerId} templates={templates.data.items} onClose={onClose} />
          ) : (
            <EmptyState title={t('message.noTemplates')} />
          )
        }
      </Loaded>
    </Drawer>
  )
}

type FormProps = Pick<Props, 'customerId' | 'onClose'> & { readonly templates: readonly MessageTemplate[] }

const MessageForm = ({ customerId, templates, onClose }: FormProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const appLanguage = useLanguage()
  const [templateId, setTemplate] = useState<string>()
  const [language, setLanguage] = useState<Language>()
  const [body, setBody] = useState<string>()
  const template = templates.find(({ id }) => id === templateId)
  const preview = usePreview(customerId, template, language, body)
  return (
    <div className="stack">
      <Select
        aria-label={t('message.template')}
        placeholder={t('message.template')}
        showSearch={{ optionFilterProp: 'label' }}
        value={templateId ?? null}
        onChange={(chosen) => {
          setTemplate(chosen ?? undefined)
          setBody(undefined)
        }}
        options={templates.map(({ id, label, channel }) => ({
          value: id,
          label: `${name(channel.label)} · ${name(label)}`,
        }))}
      />
      {template ? (
        <>
          <div className="row wrap between">
            <Segmented<'own' | Language>
              size="small"
              aria-label={t('message.language')}
              value={language ?? 'own'}
              onChange={(chosen) => {
                setLanguage(chosen === 'own' ? undefined : chosen)
                setBody(undefined)
              }}
              options={[
                { value: 'own', label: t('message.ownLanguage') },
                { value: 'zh', label: '中文' },
                { value: 'en', label: 'English' },
              ]}
            />
            <Button
              size="small"
              onClick={() => setBody(body === undefined ? template.body[language ?? 'zh'] : undefined)}
            >
              {t(body === undefined ? 'message.ownText' : 'message.useTemplate')}
            </Button>
          </div>
          {body === undefined ? null : (
            <Input.TextArea
              aria-label={t('message.ownText')}
              autoSize={{ minRows: 4, maxRows: 12 }}
              maxLength={5000}
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          )}
          {preview.error ? (
            <Alert role="alert" type="error" showIcon title={messageOf(preview.error, appLanguage)} />
          ) : preview.data ? (
            <TemplatePreview preview={preview.data} channel={template.channel.id} />
          ) : (
            <LoadingState rows={3} />
          )}
          <Send
            customerId={customerId}
            text={{ template: template.id, language, body }}
            preview={preview.data}
            onClose={onClose}
          />
        </>
      ) : null}
    </div>
  )
}

const textOf = (body: string | undefined) =>
  body === undefined || body.trim() === '' ? {} : { text: { body: body.trim() } }

/** The customer's own where nobody chooses another. */
const inLanguage = (language: Language | undefined) => (language ? { language } : {})

/** Milliseconds without a key after which the preview is asked for. */
const previewAfter = 400

/** Asked when the typing rests; what it says is of the text on the screen. */
const usePreview = (
  customerId: string,
  template: MessageTemplate | undefined,
  language: Language | undefined,
  body: string | undefined,
) => {
  const { mutate, data, error } = usePreviewMessage(customerId)
  const settled = useSettled(body, previewAfter)
  const id = template?.id
  useEffect(() => {
    if (id) mutate({ template: id, ...inLanguage(language), ...textOf(settled) })
  }, [mutate, id, language, settled])
  return { data, error }
}

type SendProps = {
  readonly customerId: string
  readonly text: {
    readonly template: string
    readonly language: Language | undefined
    readonly body: string | undefined
  }
  readonly preview: MessagePreview | undefined
  readonly onClose: () => void
}

const Send = ({ customerId, text, preview, onClose }: SendProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { timeZone } = useInstitution()
  const { message } = App.useApp()
  const [idempotencyKey] = useState(newKey)
  const send = useSendMessage(customerId)
  const isHeld =
    preview === undefined || preview.findings.length > 0 || !(preview.verdict.isAllowed || preview.verdict.isDelayed)
  const put = (): void =>
    send.mutate(
      { template: text.template, ...inLanguage(text.language), ...textOf(text.body), idempotencyKey },
      {
        onSuccess: ({ nextAttemptAt }) => {
          const isLater = preview?.verdict.isDelayed && nextAttemptAt
          void message.success(
            isLater ? t('message.queuedUntil', { until: formatInstant(nextAttemptAt, timeZone) }) : t('message.queued'),
          )
          onClose()
        },
      },
    )
  return (
    <div className="stack tight">
      {send.error ? <Alert role="alert" type="error" showIcon title={messageOf(send.error, language)} /> : null}
      <div className="row end">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="primary" disabled={isHeld} loading={send.isPending} onClick={put}>
          {t(preview?.verdict.isDelayed ? 'message.sendLater' : 'message.send')}
        </Button>
      </div>
    </div>
  )
}
