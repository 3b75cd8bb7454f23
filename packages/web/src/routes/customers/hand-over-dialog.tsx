import type { Customer } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { App, Form } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { PersonSelect } from '../supervisor/person-select.tsx'
import { useHandOver } from './customers.queries.ts'

type Props = { readonly customer: Customer; readonly isOpen: boolean; readonly onClose: () => void }

export const HandOverDialog = ({ customer, isOpen, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const handOver = useHandOver(customer.customerId)
  return (
    <AskDialog<{ readonly ownerId: string }>
      isOpen={isOpen}
      title={t('customer.handOver')}
      okText={t('customer.handOverConfirm')}
      hint={t('customer.handOverNotice', { name: customer.owner?.name ?? '–' })}
      isBusy={handOver.isPending}
      error={handOver.error}
      onClose={onClose}
      onReason={(reason, { ownerId }) =>
        handOver.mutate(
          { ownerId, reason },
          {
            onSuccess: ({ owner }) => {
              void message.success(t('customer.handedOver', { name: owner.name }))
              onClose()
            },
          },
        )
      }
    >
      <Form.Item
        name="ownerId"
        label={t('customer.newOwner')}
        rules={[{ required: true, message: t('customer.newOwnerMissing') }]}
      >
        <PersonSelect roles={['owner']} except={customer.owner?.staffId} />
      </Form.Item>
    </AskDialog>
  )
}
