import { useQuery } from '@tanstack/react-query'
import type { TaskSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Form, Input, Modal, Select } from '../../ui/antd.ts'
import { supervisorQueries, useHandOverTask } from './supervisor.queries.ts'

type Fields = { readonly toStaffId: string; readonly reason: string }

/** One task to a colleague, with the reason that the colleague reads. */
export const HandOverTaskDialog = ({ task, onClose }: { task: TaskSummary; onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const colleagues = useQuery(supervisorQueries.colleagues(task.taskId))
  const handOver = useHandOverTask(task.taskId)
  const save = (fields: Fields): void =>
    handOver.mutate(fields, {
      onSuccess: ({ assignee }) => {
        void message.success(t('team.handedOver', { name: assignee.name }))
        onClose()
      },
    })
  const failure = colleagues.error ?? handOver.error
  return (
    <Modal
      open
      title={t('team.handOver')}
      okText={t('team.handOver')}
      cancelText={t('action.cancel')}
      confirmLoading={handOver.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="muted" style={{ marginBottom: 12 }}>
        {task.customer.name ?? task.customer.customerId} · {name(task.reason)}
      </p>
      {failure ? <Alert role="alert" type="error" showIcon title={messageOf(failure, language)} /> : null}
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={save}>
        <Form.Item
          name="toStaffId"
          label={t('team.colleague')}
          rules={[{ required: true, message: t('team.colleagueMissing') }]}
        >
          <Select
            className="wide"
            loading={colleagues.isPending}
            showSearch={{ optionFilterProp: 'label' }}
            options={(colleagues.data?.items ?? []).map(({ staff, why, isAway }) => ({
              value: staff.staffId,
              disabled: isAway,
              label: [staff.name, t(`team.why.${why}`), ...(isAway ? [t('team.away')] : [])].join(' · '),
            }))}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('list.reason')}
          rules={[{ required: true, whitespace: true, message: t('list.reasonMissing') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
