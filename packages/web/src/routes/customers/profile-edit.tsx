import type { Catalogue, Customer, FormState } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, DatePicker, Form, Input, InputNumber, Segmented, Select } from '../../ui/antd.ts'
import { useSaveForm } from './customers.queries.ts'
import { type Answer, changedAnswers, fromField, stagesOf, toField, valuesOf } from './profile-answers.ts'

type FormDefinition = Catalogue['forms'][number]

type Props = {
  readonly customer: Customer
  readonly form: FormDefinition
  readonly state: FormState
  readonly onClose: () => void
}

/**
 * First contact asks for little; the second step and the rest are there when the conversation gets that far (S39). Only the stage in
 * sight is demanded: nobody must ask for a telephone number to note a hobby.
 */
export const EditForm = ({ customer, form, state, onClose }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = useLabel()
  const { message } = App.useApp()
  const stages = stagesOf(form)
  const [stage, setStage] = useState(() => (stages.includes(state.stage) ? state.stage : (stages[0] ?? 1)))
  const save = useSaveForm(customer.customerId, form.id)
  const before = valuesOf(state)
  const initial = Object.fromEntries(form.fields.map((field) => [field.id, toField(field, before[field.id])]))
  const submit = (fields: Record<string, unknown>): void => {
    const answers: Record<string, Answer> = Object.fromEntries(
      form.fields.map((field) => [field.id, fromField(field, fields[field.id])]),
    )
    save.mutate(changedAnswers(before, answers), {
      onSuccess: () => {
        void message.success(t('form.saved'))
        onClose()
      },
    })
  }
  return (
    <Form layout="vertical" initialValues={initial} onFinish={submit}>
      {stages.length > 1 ? (
        <Segmented
          block
          value={stage}
          onChange={setStage}
          aria-label={t('form.stages')}
          options={stages.map((each) => ({
            value: each,
            label: t(`form.stage.${each === 1 ? 'first' : each === 2 ? 'second' : 'later'}`),
          }))}
          style={{ marginBottom: 16 }}
        />
      ) : null}
      <div className="form-grid">
        {form.fields.map((field) => (
          <Form.Item
            key={field.id}
            name={field.id}
            label={name(field.label)}
            hidden={field.stage !== stage}
            rules={[{ required: field.required && field.stage === stage, message: t('form.required') }]}
          >
            <FieldInput field={field} />
          </Form.Item>
        ))}
      </div>
      <Alert
        type="info"
        showIcon
        title={t('form.purpose')}
        description={name(form.purpose)}
        style={{ marginBottom: 16 }}
      />
      {save.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(save.error, language)}
          style={{ marginBottom: 16 }}
        />
      ) : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('form.save')}
        </Button>
      </div>
    </Form>
  )
}

type FieldProps = {
  readonly field: FormDefinition['fields'][number]
  readonly id?: string
  readonly value?: never
  readonly onChange?: () => void
}

/** `id`, `value` and `onChange` come from the form item around it. */
const FieldInput = ({ field, ...bound }: FieldProps): ReactElement => {
  const name = useLabel()
  const options = field.options.map(({ id, label }) => ({ value: id, label: name(label) }))
  switch (field.type) {
    case 'text':
      return <Input maxLength={2000} {...bound} />
    case 'number':
      return <InputNumber style={{ width: '100%' }} {...bound} />
    case 'date':
      return <DatePicker style={{ width: '100%' }} {...bound} />
    case 'choice':
      return <Select allowClear options={options} {...bound} />
    case 'choices':
      return <Select mode="multiple" allowClear options={options} {...bound} />
  }
}
