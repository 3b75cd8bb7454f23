import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Modal, Select } from '../../ui/antd.ts'
import { supervisorQueries, useAssign } from './supervisor.queries.ts'

type Props = {
  readonly taskIds: readonly string[]
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

export const AssignDialog = ({ taskIds, isOpen, onClose, onDone }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      title={t('supervisor.assignChosen', { count: taskIds.length })}
      footer={null}
      destroyOnHidden
    >
      <AssignForm taskIds={taskIds} onClose={onClose} onDone={onDone} />
    </Modal>
  )
}

/** Shared out in turn among the chosen people; what would happen is shown before it does. */
const AssignForm = ({ taskIds, onClose, onDone }: Omit<Props, 'isOpen'>): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const people = useQuery(supervisorQueries.people(undefined))
  const [staffIds, setStaffIds] = useState<string[]>([])
  const [idempotencyKey, setIdempotencyKey] = useState(newKey)
  const preview = useAssign()
  const assign = useAssign()
  const workers = (people.data?.items ?? []).filter(({ role }) => role === 'owner' || role === 'agent')
  const nameOf = (staffId: string): string => workers.find((person) => person.staffId === staffId)?.name ?? staffId
  const shares = [...new Set(preview.data?.assignments.map(({ toStaffId }) => toStaffId))].map((staffId) => ({
    staffId,
    count: preview.data?.assignments.filter(({ toStaffId }) => toStaffId === staffId).length ?? 0,
  }))
  const choose = (chosen: string[]): void => {
    setStaffIds(chosen)
    setIdempotencyKey(newKey())
    preview.reset()
    if (chosen.length > 0)
      preview.mutate({ taskIds: [...taskIds], staffIds: chosen, preview: true, idempotencyKey: newKey() })
  }
  const confirm = (): void =>
    assign.mutate(
      { taskIds: [...taskIds], staffIds, preview: false, idempotencyKey },
      {
        onSuccess: ({ assignments }) => {
          void message.success(t('supervisor.assigned', { count: assignments.length }))
          onDone()
          onClose()
        },
      },
    )
  const failure = preview.error ?? assign.error
  return (
    <div className="stack">
      <Select
        mode="multiple"
        className="wide"
        aria-label={t('supervisor.to')}
        placeholder={t('supervisor.choosePeople')}
        loading={people.isPending}
        value={staffIds}
        onChange={choose}
        showSearch={{ optionFilterProp: 'label' }}
        options={workers.map(({ staffId, name, role, open }) => ({
          value: staffId,
          label: `${name} · ${t(`role.${role}`)} · ${t('supervisor.openCount', { count: open })}`,
        }))}
      />
      {failure ? <Alert role="alert" type="error" showIcon title={messageOf(failure, language)} /> : null}
      {preview.data ? (
        <div role="status">
          <h3 className="eyebrow">{t('supervisor.preview')}</h3>
          <ul className="value-list">
            {shares.map(({ staffId, count }) => (
              <li key={staffId} className="row between">
                <span>{nameOf(staffId)}</span>
                <span className="figure strong">+{count}</span>
              </li>
            ))}
          </ul>
          {preview.data.skipped.length > 0 ? (
            <p className="small warn">{t('supervisor.skipped', { count: preview.data.skipped.length })}</p>
          ) : null}
        </div>
      ) : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          type="primary"
          disabled={!preview.data || preview.data.assignments.length === 0}
          loading={assign.isPending}
          onClick={confirm}
        >
          {t('supervisor.confirm')}
        </Button>
      </div>
    </div>
  )
}
