import { useNavigate } from '@tanstack/react-router'
import type { MessageSummary } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { App, Button, Popconfirm } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { useCancelMessage, useResendMessage } from './messages.queries.ts'
import { SettleDialog } from './settle-dialog.tsx'

type Props = { readonly message: MessageSummary; readonly size?: 'small' | 'middle' }

/** What may be done with a message where it stands: cancel what waits, send a dead one anew, settle an unknown fate. */
export const MessageActions = ({ message, size = 'middle' }: Props): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message: notice } = App.useApp()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'cancel' | 'settle'>()
  const cancel = useCancelMessage(message.messageId)
  const resend = useResendMessage(message.messageId)
  const { may } = message
  if (!may.cancel && !may.resend && !may.settle) return null
  const sendAnew = (): void =>
    resend.mutate(undefined, {
      onSuccess: ({ messageId }) => {
        void notice.success(t('outbox.resent'))
        void navigate({ to: '/messages/$messageId', params: { messageId } })
      },
      onError: (error) => void notice.error(messageOf(error, language)),
    })
  return (
    <span className="row">
      {may.cancel ? (
        <Button size={size} onClick={() => setDialog('cancel')}>
          {t('outbox.cancel')}
        </Button>
      ) : null}
      {may.resend ? (
        <Popconfirm title={t('outbox.resendSure')} onConfirm={sendAnew}>
          <Button size={size} loading={resend.isPending}>
            {t('outbox.resend')}
          </Button>
        </Popconfirm>
      ) : null}
      {may.settle ? (
        <Button size={size} type="primary" onClick={() => setDialog('settle')}>
          {t('outbox.settle')}
        </Button>
      ) : null}
      <AskDialog
        title={t('outbox.cancelTitle')}
        hint={t('outbox.cancelHint')}
        isOpen={dialog === 'cancel'}
        isBusy={cancel.isPending}
        error={cancel.error}
        onClose={() => setDialog(undefined)}
        onReason={(reason) =>
          cancel.mutate(reason, {
            onSuccess: () => {
              void notice.success(t('outbox.cancelled'))
              setDialog(undefined)
            },
          })
        }
      />
      {dialog === 'settle' ? <SettleDialog message={message} onClose={() => setDialog(undefined)} /> : null}
    </span>
  )
}
