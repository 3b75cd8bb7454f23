import { useQuery } from '@tanstack/react-query'
import type { Task } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Alert, App, Button, Input, Modal, Radio } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { taskQueries, useHandOverTask } from './tasks.queries.ts'

type Props = {
  readonly task: Task
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

/** To a colleague who knows the customer, or upwards, with the reason that the colleague reads. */
export const TaskHandOver = ({ task, isOpen, onClose, onDone }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      footer={null}
      destroyOnHidden
      title={t('desk.handOverOf', { name: task.customer.name ?? task.customer.customerId })}
    >
      <HandOverForm task={task} onClose={onClose} onDone={onDone} />
    </Modal>
  )
}

const HandOverForm = ({ task, onClose, onDone }: Omit<Props, 'isOpen'>): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const colleagues = useQuery(taskQueries.colleagues(task.taskId))
  const handOver = useHandOverTask(task.taskId)
  const [toStaffId, setTo] = useState<string>()
  const [reason, setReason] = useState('')
  const send = (): void => {
    if (!toStaffId || reason.trim() === '') return
    handOver.mutate(
      { toStaffId, reason: reason.trim() },
      {
        onSuccess: ({ assignee }) => {
          void message.success(t('desk.handedOver', { name: assignee.name }))
          onClose()
          onDone()
        },
      },
    )
  }
  return (
    <div className="stack">
      {handOver.error ? <Alert role="alert" type="error" showIcon title={messageOf(handOver.error, language)} /> : null}
      <Loaded of={colleagues} rows={3}>
        {() =>
          colleagues.data?.items.length === 0 ? (
            <EmptyState compact title={t('desk.noColleagues')} />
          ) : (
            <Radio.Group
              className="people"
              value={toStaffId}
              onChange={(event) => setTo(String(event.target.value))}
              options={(colleagues.data?.items ?? []).map(({ staff, why, isAway }) => ({
                value: staff.staffId,
                disabled: isAway,
                label: (
                  <span>
                    {staff.name}{' '}
                    <span className="small muted">{t(isAway ? 'desk.isAway' : `desk.colleague.${why}`)}</span>
                  </span>
                ),
              }))}
            />
          )
        }
      </Loaded>
      <Input.TextArea
        aria-label={t('desk.handOverReason')}
        placeholder={t('desk.handOverReason')}
        maxLength={500}
        autoSize={{ minRows: 2 }}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <div className="row end">
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          type="primary"
          loading={handOver.isPending}
          disabled={!toStaffId || reason.trim() === ''}
          onClick={send}
        >
          {t('desk.handOverConfirm')}
        </Button>
      </div>
    </div>
  )
}
