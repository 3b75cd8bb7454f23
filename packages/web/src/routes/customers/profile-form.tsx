import type { Catalogue, Customer, FormState } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import {
  Alert,
  App,
  Button,
  DatePicker,
  Form,
  Input,
  InputNumber,
  Modal,
  Progress,
  Segmented,
  Select,
} from '../../ui/antd.ts'
import { DateText, Percent, Unknown } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useSaveForm } from './customers.queries.ts'
import {
  type Answer,
  changedAnswers,
  filledOf,
  fromField,
  isAnswered,
  latestAnswer,
  stagesOf,
  toField,
  valuesOf,
  writtenAnswer,
} from './profile-answers.ts'

type FormDefinition = Catalogue['forms'][number]

/** The forms of the customer's file, each with how complete it is. */
export const ProfileForms = ({ customer }: { customer: Customer }): ReactElement => {
  const { forms } = useCatalogue()
  return (
    <>
      {customer.forms.map((state) => {
        const form = forms.find(({ id }) => id === state.form)
        return form ? <ProfileForm key={state.form} customer={customer} form={form} state={state} /> : null
      })}
    </>
  )
}

type Props = { readonly customer: Customer; readonly form: FormDefinition; readonly state: FormState }

const ProfileForm = ({ customer, form, state }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const [isEditing, setEditing] = useState(false)
  return (
    <Panel
      title={name(form.label)}
      extra={
        <span className="row">
          <span className="small muted">{t('form.completeness')}</span>
          <Progress
            type="circle"
            size={22}
            strokeWidth={14}
            percent={Math.round(state.completeness * 100)}
            showInfo={false}
            aria-label={t('form.completeness')}
          />
          <span className="strong">
            <Percent ratio={state.completeness} digits={0} />
          </span>
          {customer.may.editProfile ? (
            <Button size="small" onClick={() => setEditing(true)}>
              {t('form.edit')}
            </Button>
          ) : null}
        </span>
      }
    >
      <Answers form={form} state={state} />
      <Modal
        open={isEditing}
        onCancel={() => setEditing(false)}
        title={name(form.label)}
        footer={null}
        width={640}
        destroyOnHidden
      >
        <EditForm customer={customer} form={form} state={state} onClose={() => setEditing(false)} />
      </Modal>
    </Panel>
  )
}

const Answers = ({ form, state }: { form: FormDefinition; state: FormState }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const values = valuesOf(state)
  const latest = latestAnswer(state)
  return (
    <div className="stack">
      {form.groups.map((group) => {
        const { filled, total } = filledOf(form, group.id, values)
        return (
          <div key={group.id}>
            <h3 className="group-title">
              {name(group.label)}{' '}
              <span className="figure muted">
                {filled}/{total}
              </span>
            </h3>
            {filled === 0 ? <p className="muted small">{t('form.nothingYet')}</p> : null}
            <dl className="facts">
              {form.fields
                .filter((field) => field.group === group.id && isAnswered(values[field.id]))
                .map((field) => (
                  <div key={field.id}>
                    <dt>{name(field.label)}</dt>
                    <dd>{writtenAnswer(field, values[field.id], name, t('value.comma')) ?? <Unknown />}</dd>
                  </div>
                ))}
            </dl>
          </div>
        )
      })}
      {latest ? (
        <p className="small muted">
          {t('form.savedBy', { name: latest.answeredBy })} <DateText value={latest.answeredAt} withTime />
        </p>
      ) : null}
    </div>
  )
}

/** First contact asks for little; the second step and the rest are there when the conversation gets that far (S39). */
const EditForm = ({ customer, form, state, onClose }: Props & { onClose: () => void }): ReactElement => {
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
    <Form
      layout="vertical"
      initialValues={initial}
      onFinish={submit}
      onFinishFailed={({ errorFields: [first] }) => {
        const failed = form.fields.find(({ id }) => id === first?.name[0])
        if (failed) setStage(failed.stage)
      }}
    >
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
            rules={[{ required: field.required && field.stage === 1, message: t('form.required') }]}
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
