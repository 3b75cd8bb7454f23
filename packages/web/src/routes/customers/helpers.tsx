import type { Customer } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { App, Button, Form } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { PersonSelect } from '../supervisor/person-select.tsx'
import { useAddHelper, useRemoveHelper } from './customers.queries.ts'

type Helper = Customer['helpers'][number]
type Props = { readonly customer: Customer }

/** Who looks after the customer beside the owner; whoever hands customers over puts them on and takes them off. */
export const Helpers = ({ customer }: Props): ReactElement => {
  const { t } = useTranslation()
  const [isAdding, setAdding] = useState(false)
  const [leaving, setLeaving] = useState<Helper>()
  const { helpers, may } = customer
  if (!may.handOver) return <>{helpers.map(({ name }) => name).join(t('value.comma'))}</>
  return (
    <span className="row wrap tight">
      {helpers.map((helper) => (
        <Button
          key={helper.staffId}
          size="small"
          aria-label={t('customer.removeHelper', { name: helper.name })}
          onClick={() => setLeaving(helper)}
        >
          {helper.name} ×
        </Button>
      ))}
      <Button size="small" type="link" style={{ paddingInline: 0 }} onClick={() => setAdding(true)}>
        {t('customer.addHelper')}
      </Button>
      <AddHelper customer={customer} isOpen={isAdding} onClose={() => setAdding(false)} />
      <RemoveHelper customer={customer} helper={leaving} onClose={() => setLeaving(undefined)} />
    </span>
  )
}

const AddHelper = ({
  customer,
  isOpen,
  onClose,
}: Props & { readonly isOpen: boolean; readonly onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const add = useAddHelper(customer.customerId)
  return (
    <AskDialog<{ readonly staffId: string }>
      isOpen={isOpen}
      title={t('customer.addHelper')}
      hint={t('customer.addHelperNotice')}
      isBusy={add.isPending}
      error={add.error}
      onClose={onClose}
      onReason={(reason, { staffId }) =>
        add.mutate(
          { staffId, reason },
          {
            onSuccess: () => {
              void message.success(t('customer.helperAdded'))
              onClose()
            },
          },
        )
      }
    >
      <Form.Item
        name="staffId"
        label={t('customer.helper')}
        rules={[{ required: true, message: t('customer.helperMissing') }]}
      >
        <PersonSelect roles={['owner', 'leader']} except={customer.owner?.staffId} />
      </Form.Item>
    </AskDialog>
  )
}

const RemoveHelper = ({
  customer,
  helper,
  onClose,
}: Props & { readonly helper: Helper | undefined; readonly onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const remove = useRemoveHelper(customer.customerId)
  return (
    <AskDialog
      isOpen={helper !== undefined}
      title={t('customer.removeHelper', { name: helper?.name ?? '' })}
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onReason={(reason) =>
        remove.mutate(
          { staffId: helper?.staffId ?? '', reason },
          {
            onSuccess: () => {
              void message.success(t('customer.helperRemoved'))
              onClose()
            },
          },
        )
      }
    />
  )
}
