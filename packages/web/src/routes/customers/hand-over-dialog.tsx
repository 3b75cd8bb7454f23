import type { Customer } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Form, Input, Modal } from '../../ui/antd.ts'
import { PersonSelect } from '../supervisor/person-select.tsx'
import { useHandOver } from './customers.queries.ts'

type Props = { readonly customer: Customer; readonly isOpen: boolean; readonly onClose: () => void }

export const HandOverDialog = ({ customer, isOpen, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const handOver = useHandOver(customer.customerId)
  const save = (answers: { ownerId: string; reason: string }): void =>
    handOver.mutate(answers, {
      onSuccess: ({ owner }) => {
        void message.success(t('customer.handedOver', { name: owner.name }))
        onClose()
      },
    })
  return (
    <Modal open={isOpen} onCancel={onClose} title={t('customer.handOver')} footer={null} destroyOnHidden>
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('customer.handOverNotice', { name: customer.owner?.name ?? '–' })}
      </p>
      {handOver.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(handOver.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form layout="vertical" requiredMark={false} onFinish={save}>
        <Form.Item
          name="ownerId"
          label={t('customer.newOwner')}
          rules={[{ required: true, message: t('customer.newOwnerMissing') }]}
        >
          <PersonSelect roles={['owner']} except={customer.owner?.staffId} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('customer.handOverReason')}
          rules={[{ required: true, min: 2, message: t('customer.handOverReasonMissing') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={handOver.isPending}>
            {t('customer.handOverConfirm')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
