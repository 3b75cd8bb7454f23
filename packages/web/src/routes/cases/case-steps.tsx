import type { CareCase } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Form, Input, Radio, Select } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useStepCase } from './cases.queries.ts'

type Action = CareCase['may'][number]

/** The steps that were taken, and the form of the next one. */
export const CaseSteps = ({ one }: { one: CareCase }): ReactElement => {
  const { t } = useTranslation()
  const [action, setAction] = useState<Action>()
  return (
    <Panel title={t('case.steps')}>
      <div className="stack">
        <ol className="timeline">
          {one.steps.map((step) => (
            <li key={step.stepId} className="at-contact">
              <span className="row wrap">
                <DateText value={step.at} withTime />
                <strong>{t(`case.did.${step.action}`)}</strong>
                <span>{step.by}</span>
                {step.to ? <span className="muted">→ {step.to.name}</span> : null}
              </span>
              {step.text ? <p className="contact-note">{step.text}</p> : null}
            </li>
          ))}
        </ol>
        {one.may.length > 0 ? (
          <div className="row wrap">
            {one.may.map((each) => (
              <Button
                key={each}
                type={action === each ? 'primary' : 'default'}
                aria-pressed={action === each}
                onClick={() => setAction(action === each ? undefined : each)}
              >
                {t(`case.action.${each}`)}
              </Button>
            ))}
          </div>
        ) : null}
        {action ? <StepForm key={action} one={one} action={action} onDone={() => setAction(undefined)} /> : null}
      </div>
    </Panel>
  )
}

type Fields = { readonly text?: string; readonly toStaffId?: string; readonly outcome?: 'achieved' | 'not_achieved' }
type FormProps = { readonly one: CareCase; readonly action: Action; readonly onDone: () => void }

const StepForm = ({ one, action, onDone }: FormProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const step = useStepCase(one.caseId)
  const isTextNeeded = action !== 'start' && action !== 'close'
  const save = ({ text, toStaffId, outcome }: Fields): void =>
    step.mutate(
      {
        action,
        ...(text?.trim() ? { text: text.trim() } : {}),
        ...(toStaffId ? { toStaffId } : {}),
        ...(outcome ? { outcome } : {}),
      },
      {
        onSuccess: () => {
          void message.success(t('case.stepped'))
          onDone()
        },
      },
    )
  return (
    <Form<Fields> layout="vertical" requiredMark={false} onFinish={save}>
      {step.error ? (
        <Alert
          role="alert"
          type="error"
          showIcon
          title={messageOf(step.error, language)}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      {action === 'hand_on' ? (
        <Form.Item
          name="toStaffId"
          label={t('team.colleague')}
          rules={[{ required: true, message: t('team.colleagueMissing') }]}
        >
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={one.handOnTo.map(({ staffId, name }) => ({ value: staffId, label: name }))}
          />
        </Form.Item>
      ) : null}
      {action === 'close' ? (
        <Form.Item
          name="outcome"
          label={t('case.outcome')}
          rules={[{ required: true, message: t('case.outcomeMissing') }]}
        >
          <Radio.Group
            options={(['achieved', 'not_achieved'] as const).map((each) => ({
              value: each,
              label: t(`case.outcomeOf.${each}`),
            }))}
          />
        </Form.Item>
      ) : null}
      <Form.Item
        name="text"
        label={t(`case.textFor.${action}`)}
        rules={isTextNeeded ? [{ required: true, whitespace: true, message: t('list.reasonMissing') }] : []}
      >
        <Input.TextArea maxLength={2000} autoSize={{ minRows: 2, maxRows: 8 }} />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={step.isPending}>
        {t(`case.action.${action}`)}
      </Button>
    </Form>
  )
}
