import { useQuery } from '@tanstack/react-query'
import type { TaskSelection } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, InputNumber, Modal, Radio, Select } from '../../ui/antd.ts'
import { LoadPreview } from './load-preview.tsx'
import { type Assignment, supervisorQueries, useAssign } from './supervisor.queries.ts'

/** Certain tasks, or all that the filters of the list find. */
export type Chosen =
  | { readonly kind: 'tasks'; readonly taskIds: readonly string[] }
  | { readonly kind: 'filter'; readonly take: TaskSelection }

type Props = {
  readonly chosen: Chosen
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onDone: () => void
}

export const AssignDialog = ({ chosen, isOpen, onClose, onDone }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      title={
        chosen.kind === 'tasks'
          ? t('supervisor.assignChosen', { count: chosen.taskIds.length })
          : t('team.assignByFilter')
      }
      footer={null}
      width={640}
      destroyOnHidden
    >
      <AssignForm chosen={chosen} onClose={onClose} onDone={onDone} />
    </Modal>
  )
}

type Held = 'unassigned' | 'assigned' | 'any'
type Wish = { readonly staffIds: readonly string[]; readonly held: Held; readonly count: number | null }

const whatOf = (chosen: Chosen, { held, count }: Wish): Pick<Assignment, 'taskIds' | 'take'> =>
  chosen.kind === 'tasks'
    ? { taskIds: [...chosen.taskIds] }
    : { take: { ...chosen.take, ...(chosen.take.assignee ? {} : { held }), ...(count === null ? {} : { count }) } }

/** Shared out in turn among the chosen people; what would happen is shown before it does. */
const AssignForm = ({ chosen, onClose, onDone }: Omit<Props, 'isOpen'>): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [wish, setWish] = useState<Wish>({ staffIds: [], held: 'unassigned', count: null })
  const [idempotencyKey, setIdempotencyKey] = useState(newKey)
  const preview = useAssign()
  const assign = useAssign()
  const ask = (next: Wish): void => {
    setWish(next)
    setIdempotencyKey(newKey())
    preview.reset()
    if (next.staffIds.length > 0)
      preview.mutate({
        ...whatOf(chosen, next),
        staffIds: [...next.staffIds],
        preview: true,
        idempotencyKey: newKey(),
      })
  }
  const confirm = (): void =>
    assign.mutate(
      { ...whatOf(chosen, wish), staffIds: [...wish.staffIds], preview: false, idempotencyKey },
      {
        onSuccess: ({ total }) => {
          void message.success(t('supervisor.assigned', { count: total }))
          onDone()
          onClose()
        },
      },
    )
  const failure = preview.error ?? assign.error
  return (
    <div className="stack">
      {chosen.kind === 'filter' ? <HowMany chosen={chosen.take} wish={wish} onWish={ask} /> : null}
      <PeopleSelect staffIds={wish.staffIds} onChange={(staffIds) => ask({ ...wish, staffIds })} />
      {failure ? <Alert role="alert" type="error" showIcon title={messageOf(failure, language)} /> : null}
      {preview.data ? (
        <LoadPreview
          total={preview.data.total}
          people={preview.data.people}
          skipped={preview.data.skipped.length}
          sign="+"
        />
      ) : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          type="primary"
          disabled={!preview.data || preview.data.total === 0}
          loading={assign.isPending}
          onClick={confirm}
        >
          {t('supervisor.confirm')}
        </Button>
      </div>
    </div>
  )
}

type HowManyProps = {
  readonly chosen: TaskSelection
  readonly wish: Wish
  readonly onWish: (wish: Wish) => void
}

const HowMany = ({ chosen, wish, onWish }: HowManyProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <div className="row wrap">
      {chosen.assignee ? null : (
        <Radio.Group
          aria-label={t('team.held')}
          value={wish.held}
          onChange={({ target }) => onWish({ ...wish, held: target.value as Held })}
          options={[
            { value: 'unassigned', label: t('team.heldBy.unassigned') },
            { value: 'assigned', label: t('team.heldBy.assigned') },
            { value: 'any', label: t('team.heldBy.any') },
          ]}
        />
      )}
      <InputNumber<number>
        aria-label={t('team.atMost')}
        placeholder={t('team.atMost')}
        min={1}
        max={100_000}
        style={{ width: 180 }}
        value={wish.count}
        onChange={(count) => onWish({ ...wish, count })}
      />
    </div>
  )
}

type PeopleProps = { readonly staffIds: readonly string[]; readonly onChange: (staffIds: readonly string[]) => void }

const PeopleSelect = ({ staffIds, onChange }: PeopleProps): ReactElement => {
  const { t } = useTranslation()
  const people = useQuery(supervisorQueries.people(undefined))
  return (
    <Select
      mode="multiple"
      className="wide"
      aria-label={t('supervisor.to')}
      placeholder={t('supervisor.choosePeople')}
      loading={people.isPending}
      value={[...staffIds]}
      onChange={onChange}
      showSearch={{ optionFilterProp: 'label' }}
      options={(people.data?.items ?? [])
        .filter(({ role }) => role === 'owner' || role === 'agent' || role === 'leader')
        .map(({ staffId, name, role, open, away }) => ({
          value: staffId,
          label: [
            name,
            t(`role.${role}`),
            t('supervisor.openCount', { count: open }),
            ...(away ? [t('team.awayUntil', { date: away.toDay })] : []),
          ].join(' · '),
        }))}
    />
  )
}
