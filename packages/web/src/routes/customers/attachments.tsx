import { useInfiniteQuery } from '@tanstack/react-query'
import type { Attachment } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { formatBytes } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Upload } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { DateText } from '../../ui/figures.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { careQueries, useAddAttachment, useRemoveAttachment } from './care.queries.ts'

const mostBytes = 5 * 1024 * 1024

export const Attachments = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(careQueries.attachments(customerId))
  const mayAdd = useMe().permissions.includes('contacts.record')
  return (
    <Panel title={t('attachments.title')} flush extra={mayAdd ? <Add customerId={customerId} /> : null}>
      <Loaded of={list} rows={2}>
        {() =>
          itemsOf(list).length === 0 ? (
            <EmptyState compact title={t('attachments.none')} hint={t('attachments.hint')} />
          ) : (
            <ul className="lines">
              {itemsOf(list).map((attachment) => (
                <Line
                  key={attachment.attachmentId}
                  customerId={customerId}
                  attachment={attachment}
                  mayRemove={mayAdd}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <LoadMore of={list} />
    </Panel>
  )
}

const Add = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const add = useAddAttachment(customerId)
  const send = (file: File): void =>
    file.size > mostBytes
      ? void message.error(t('attachments.tooLarge'))
      : add.mutate(file, {
          onSuccess: () => void message.success(t('attachments.added')),
          onError: (error) => void message.error(messageOf(error, language)),
        })
  return (
    <Upload
      showUploadList={false}
      beforeUpload={(file) => {
        send(file)
        return false
      }}
    >
      <Button size="small" loading={add.isPending}>
        {t('attachments.add')}
      </Button>
    </Upload>
  )
}

type LineProps = { readonly customerId: string; readonly attachment: Attachment; readonly mayRemove: boolean }

const Line = ({ customerId, attachment, mayRemove }: LineProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const [isRemoving, setRemoving] = useState(false)
  const remove = useRemoveAttachment(customerId)
  const { attachmentId, fileName, sizeBytes, addedAt, addedBy, removed } = attachment
  return (
    <li className={removed ? 'past' : undefined}>
      <span className="row wrap between">
        {removed ? (
          <span className="wrapped">{fileName}</span>
        ) : (
          <a
            className="wrapped"
            href={api.url('getAttachment', { params: { customerId, attachmentId } })}
            download={fileName}
          >
            {fileName}
          </a>
        )}
        {mayRemove && !removed ? (
          <Button
            size="small"
            type="text"
            aria-label={t('attachments.removeOf', { name: fileName })}
            onClick={() => setRemoving(true)}
          >
            {t('attachments.remove')}
          </Button>
        ) : null}
      </span>
      <p className="small muted">
        {formatBytes(sizeBytes, language)} · <DateText value={addedAt} withTime /> · {addedBy}
        {removed ? ` · ${t('attachments.removed', { reason: removed.reason })}` : ''}
      </p>
      <AskDialog
        title={t('attachments.removeReason')}
        isOpen={isRemoving}
        isBusy={remove.isPending}
        error={remove.error}
        onClose={() => setRemoving(false)}
        onReason={(reason) => remove.mutate({ attachmentId, reason }, { onSuccess: () => setRemoving(false) })}
      />
    </li>
  )
}
