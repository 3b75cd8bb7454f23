import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Form, Input, Modal } from '../../ui/antd.ts'
import { LoadingState } from '../../ui/states.tsx'
import type { Chosen } from './assign-dialog.tsx'
import { LoadPreview } from './load-preview.tsx'
import { type Recall, useRecall } from './supervisor.queries.ts'

type Props = {
  readonly chosen: Chosen
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

const whatOf = (chosen: Chosen): Pick<Recall, 'taskIds' | 'take'> =>
  chosen.kind === 'tasks' ? { taskIds: [...chosen.taskIds] } : { take: chosen.take }

/** Work goes back to its pools; from whom and how much is shown at once, the reason is asked for. */
export const RecallDialog = ({ chosen, isOpen, onClose, onDone }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ reason: string }>()
  const [idempotencyKey, setIdempotencyKey] = useState(newKey)
  const preview = useRecall()
  const recall = useRecall()
  const ask = preview.mutate
  useEffect(() => {
    if (!isOpen) return
    setIdempotencyKey(newKey())
    ask({ ...whatOf(chosen), preview: true, reason: t('supervisor.preview'), idempotencyKey: newKey() })
  }, [isOpen, chosen, ask, t])
  const confirm = ({ reason }: { reason: string }): void =>
    recall.mutate(
      { ...whatOf(chosen), preview: false, reason: reason.trim(), idempotencyKey },
      {
        onSuccess: ({ total }) => {
          void message.success(t('team.recalled', { count: total }))
          onDone()
          onClose()
        },
      },
    )
  const failure = preview.error ?? recall.error
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      title={t('team.recall')}
      okText={t('team.recallConfirm')}
      okButtonProps={{ disabled: !preview.data || preview.data.total === 0 }}
      cancelText={t('action.cancel')}
      confirmLoading={recall.isPending}
      onOk={() => form.submit()}
      width={640}
      destroyOnHidden
    >
      <div className="stack">
        <p className="muted">{t('team.recallNotice')}</p>
        {failure ? <Alert role="alert" type="error" showIcon title={messageOf(failure, language)} /> : null}
        {preview.isPending ? <LoadingState rows={2} /> : null}
        {preview.data ? (
          <LoadPreview
            total={preview.data.total}
            people={preview.data.people}
            skipped={preview.data.skipped.length}
            sign="−"
          />
        ) : null}
        <Form form={form} layout="vertical" preserve={false} onFinish={confirm}>
          <Form.Item
            name="reason"
            label={t('list.reason')}
            rules={[{ required: true, whitespace: true, message: t('list.reasonMissing') }]}
          >
            <Input maxLength={500} />
          </Form.Item>
        </Form>
      </div>
    </Modal>
  )
}
