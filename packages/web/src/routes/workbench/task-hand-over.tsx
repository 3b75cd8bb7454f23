import { useQuery } from '@tanstack/react-query'
import type { TaskSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { App, Form, Select } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { taskQueries, useHandOverTask } from './tasks.queries.ts'

type Props = {
  readonly task: TaskSummary
  readonly onClose: () => void
  readonly onDone?: () => void
}

/** To a colleague who knows the customer, or upwards, with the reason that the colleague reads. */
export const TaskHandOver = ({ task, onClose, onDone }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { message } = App.useApp()
  const colleagues = useQuery(taskQueries.colleagues(task.taskId))
  const handOver = useHandOverTask(task.taskId)
  return (
    <AskDialog<{ readonly toStaffId: string }>
      isOpen
      title={t('desk.handOverOf', { name: task.customer.name ?? task.customer.customerId })}
      okText={t('desk.handOver')}
      hint={name(task.reason)}
      isBusy={handOver.isPending}
      error={colleagues.error ?? handOver.error}
      onClose={onClose}
      onReason={(reason, { toStaffId }) =>
        handOver.mutate(
          { toStaffId, reason },
          {
            onSuccess: ({ assignee }) => {
              void message.success(t('desk.handedOver', { name: assignee.name }))
              onClose()
              onDone?.()
            },
          },
        )
      }
    >
      <Form.Item
        name="toStaffId"
        label={t('team.colleague')}
        rules={[{ required: true, message: t('team.colleagueMissing') }]}
      >
        <Select
          className="wide"
          loading={colleagues.isPending}
          notFoundContent={t('desk.noColleagues')}
          showSearch={{ optionFilterProp: 'label' }}
          options={(colleagues.data?.items ?? []).map(({ staff, why, isAway }) => ({
            value: staff.staffId,
            disabled: isAway,
            label: [staff.name, t(`desk.colleague.${why}`), ...(isAway ? [t('desk.isAway')] : [])].join(' · '),
          }))}
        />
      </Form.Item>
    </AskDialog>
  )
}
