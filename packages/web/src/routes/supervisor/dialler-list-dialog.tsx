import { type RouteResponse, type TaskPool, taskPools } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { contactLabelOptions, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Form, InputNumber, Modal, Select } from '../../ui/antd.ts'
import { useCreateList } from './dialler.queries.ts'

type Fields = {
  readonly count: number
  readonly pool?: TaskPool
  readonly label?: string
  readonly unit?: string
}

export type MadeList = Pick<RouteResponse<'createDiallerList'>, 'listId' | 'leftOut'>

type Props = { readonly onClose: () => void; readonly onMade: (list: MadeList) => void }

/** A list holds only what may be called at this moment; who may not is left out with the reason. */
export const DiallerListDialog = ({ onClose, onMade }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const catalogue = useCatalogue()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const create = useCreateList()
  const save = (fields: Fields): void =>
    create.mutate(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)), {
      onSuccess: (list) => {
        void message.success(t('dialler.made', { count: list.leads }))
        onClose()
        onMade(list)
      },
    })
  return (
    <Modal
      open
      title={t('dialler.make')}
      okText={t('dialler.make')}
      cancelText={t('action.cancel')}
      confirmLoading={create.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      <p className="muted" style={{ marginBottom: 12 }}>
        {t('dialler.makeHint')}
      </p>
      {create.error ? <Alert role="alert" type="error" showIcon title={messageOf(create.error, language)} /> : null}
      <Form<Fields> form={form} layout="vertical" requiredMark={false} initialValues={{ count: 500 }} onFinish={save}>
        <Form.Item
          name="count"
          label={t('team.atMost')}
          rules={[{ required: true, message: t('dialler.countMissing') }]}
        >
          <InputNumber<number> min={1} max={10_000} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="pool" label={t('supervisor.pool')}>
          <Select
            allowClear
            placeholder={t('supervisor.anyPool')}
            options={taskPools.slice(0, 3).map((pool) => ({ value: pool, label: t(`pool.${pool}`) }))}
          />
        </Form.Item>
        <Form.Item name="label" label={t('task.label')}>
          <Select allowClear placeholder={t('workbench.allLabels')} options={contactLabelOptions(catalogue, name)} />
        </Form.Item>
        {catalogue.units.length > 1 ? (
          <Form.Item name="unit" label={t('customer.unit')}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('customers.anyUnit')}
              options={catalogue.units.map(({ unitId, name: unitName }) => ({ value: unitId, label: unitName }))}
            />
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  )
}
