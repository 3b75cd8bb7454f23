import { useQuery } from '@tanstack/react-query'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, DatePicker, Form, Input, Modal, Select } from '../../ui/antd.ts'
import { useMe } from '../session/use-me.ts'
import { PersonSelect } from '../supervisor/person-select.tsx'
import { absenceQueries, useAddAbsence } from './absences.queries.ts'

type Fields = {
  readonly staffId?: string
  readonly days: readonly [Dayjs, Dayjs]
  readonly substituteId?: string
  readonly reason: string
}

/** One's own leave, or that of somebody whom one supervises; the substitute is offered by who is there on these days. */
export const AddAbsenceDialog = ({ mayManage, onClose }: { mayManage: boolean; onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const me = useMe()
  const [form] = Form.useForm<Fields>()
  const days = Form.useWatch('days', form)
  const staffId = Form.useWatch('staffId', form) ?? me.staffId
  const add = useAddAbsence()
  const save = (fields: Fields): void =>
    add.mutate(
      {
        ...(fields.staffId ? { staffId: fields.staffId } : {}),
        fromDay: fields.days[0].format('YYYY-MM-DD'),
        toDay: fields.days[1].format('YYYY-MM-DD'),
        substituteId: fields.substituteId ?? null,
        reason: fields.reason.trim(),
      },
      {
        onSuccess: () => {
          void message.success(t('absence.added'))
          onClose()
        },
      },
    )
  return (
    <Modal
      open
      title={t('absence.add')}
      okText={t('absence.save')}
      cancelText={t('action.cancel')}
      confirmLoading={add.isPending}
      onCancel={onClose}
      onOk={() => form.submit()}
    >
      {add.error ? (
        <Alert role="alert" type="error" showIcon title={messageOf(add.error, language)} style={{ marginBottom: 12 }} />
      ) : null}
      <Form<Fields> form={form} layout="vertical" requiredMark={false} onFinish={save}>
        {mayManage ? (
          <Form.Item
            name="staffId"
            label={t('absence.whose')}
            rules={[{ required: true, message: t('absence.whoseMissing') }]}
          >
            <PersonSelect roles={['owner', 'agent', 'leader']} />
          </Form.Item>
        ) : null}
        <Form.Item
          name="days"
          label={t('absence.days')}
          rules={[{ required: true, message: t('absence.daysMissing') }]}
        >
          <DatePicker.RangePicker minDate={dayjs()} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="substituteId" label={t('team.substitute')} extra={t('absence.substituteHint')}>
          <SubstituteSelect
            staffId={staffId ?? undefined}
            from={days?.[0]?.format('YYYY-MM-DD')}
            to={days?.[1]?.format('YYYY-MM-DD')}
          />
        </Form.Item>
        <Form.Item
          name="reason"
          label={t('list.reason')}
          rules={[{ required: true, whitespace: true, message: t('list.reasonMissing') }]}
        >
          <Input maxLength={500} />
        </Form.Item>
      </Form>
    </Modal>
  )
}

type SubstituteProps = {
  readonly staffId: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly id?: string
  readonly value?: string
  readonly onChange?: (staffId: string | undefined) => void
}

const SubstituteSelect = ({ staffId, from, to, ...bound }: SubstituteProps): ReactElement => {
  const { t } = useTranslation()
  const isKnown = staffId !== undefined && from !== undefined && to !== undefined
  const query = useQuery({ ...absenceQueries.substitutes(staffId ?? '', from ?? '', to ?? ''), enabled: isKnown })
  return (
    <Select
      {...bound}
      className="wide"
      allowClear
      disabled={!isKnown}
      loading={isKnown && query.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t(isKnown ? 'supervisor.choosePerson' : 'absence.daysFirst')}
      options={(query.data?.items ?? []).map(({ staff, isAway, openTasks }) => ({
        value: staff.staffId,
        disabled: isAway,
        label: [staff.name, t('supervisor.openCount', { count: openTasks }), ...(isAway ? [t('team.away')] : [])].join(
          ' · ',
        ),
      }))}
    />
  )
}
