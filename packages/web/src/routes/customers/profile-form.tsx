import type { Catalogue, Customer, FormState } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Button, Modal, Progress } from '../../ui/antd.ts'
import { DateText, Percent, Unknown } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { filledOf, isAnswered, latestAnswer, valuesOf, writtenAnswer } from './profile-answers.ts'
import { EditForm } from './profile-edit.tsx'

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
