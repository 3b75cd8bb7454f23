import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { levelsInOrder, type Scheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Form, Input, Modal, Select } from '../../ui/antd.ts'
import { useOverrideLevel } from './customers.queries.ts'
import { holdPresent, type LevelAnswers, levelOrder } from './level-order.ts'

type Props = {
  readonly customerId: string
  readonly scheme: Scheme
  /** Without one there is nothing to hold. */
  readonly hasLevel: boolean
  readonly isOpen: boolean
  readonly onClose: () => void
}

export const LevelDialog = ({ customerId, scheme, hasLevel, isOpen, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { asOf } = useCatalogue()
  const { message } = App.useApp()
  const override = useOverrideLevel(customerId)
  const save = (answers: LevelAnswers): void =>
    override.mutate(levelOrder(scheme.id, answers, newKey()), {
      onSuccess: () => {
        void message.success(t('byHand.saved'))
        onClose()
      },
    })
  const levels = levelsInOrder(scheme).map(({ id, label }) => ({ value: id, label: name(label) }))
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      title={t('byHand.title', { scheme: name(scheme.label) })}
      footer={null}
      destroyOnHidden
    >
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('byHand.notice')}
      </p>
      {override.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(override.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={hasLevel ? { level: holdPresent } : {}}
        onFinish={save}
      >
        <Form.Item name="level" label={t('byHand.level')} rules={[{ required: true, message: t('byHand.noLevel') }]}>
          <Select options={hasLevel ? [{ value: holdPresent, label: t('byHand.hold') }, ...levels] : levels} />
        </Form.Item>
        <Form.Item name="until" label={t('byHand.lastDay')} rules={[{ required: true, message: t('byHand.noDay') }]}>
          <Input type="date" min={asOf ?? undefined} />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('byHand.reason')}
          rules={[{ required: true, whitespace: true, message: t('byHand.noReason') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2 }} maxLength={500} />
        </Form.Item>
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t('action.cancel')}</Button>
          <Button type="primary" htmlType="submit" loading={override.isPending}>
            {t('byHand.confirm')}
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
