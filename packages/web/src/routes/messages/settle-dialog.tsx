import type { MessageSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { App, Form, Radio } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { type Settlement, useSettleMessage } from './messages.queries.ts'

const settlements: readonly Settlement[] = ['delivered', 'not_delivered', 'resend']

/** Nobody knows whether the provider took it: a person finds out, decides, and says why. */
export const SettleDialog = ({ message, onClose }: { message: MessageSummary; onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const { message: notice } = App.useApp()
  const settle = useSettleMessage(message.messageId)
  return (
    <AskDialog<{ readonly as: Settlement }>
      isOpen
      title={t('outbox.settleTitle')}
      okText={t('outbox.settle')}
      hint={t('outbox.settleHint')}
      isBusy={settle.isPending}
      error={settle.error}
      onClose={onClose}
      onReason={(reason, { as }) =>
        settle.mutate(
          { as, reason },
          {
            onSuccess: () => {
              void notice.success(t('outbox.settled'))
              onClose()
            },
          },
        )
      }
    >
      <Form.Item name="as" rules={[{ required: true, message: t('outbox.settleMissing') }]}>
        <Radio.Group vertical options={settlements.map((as) => ({ value: as, label: t(`outbox.settleAs.${as}`) }))} />
      </Form.Item>
    </AskDialog>
  )
}
