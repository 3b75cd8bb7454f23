import { useQuery } from '@tanstack/react-query'
import type { Absence } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PlainTable } from '../../page/paged-table.tsx'
import { Button, Switch, type TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { absenceQueries } from './absences.queries.ts'
import { AddAbsenceDialog } from './add-absence-dialog.tsx'
import { EndAbsenceButton } from './end-absence-button.tsx'
import { MoveTasksDialog } from './move-tasks-dialog.tsx'

const everFrom = '2000-01-01'

/** Who is away and who stands in; what falls due meanwhile is moved after a look at it. */
export const Absences = ({ mayManage }: { mayManage: boolean }): ReactElement => {
  const { t } = useTranslation()
  const [isAll, setAll] = useState(false)
  const [isAdding, setAdding] = useState(false)
  const [moving, setMoving] = useState<{ absence: Absence; direction: 'out' | 'back' }>()
  const query = useQuery(absenceQueries.list(isAll ? everFrom : undefined))
  return (
    <div className="stack tight">
      <div className="row wrap">
        <span className="row">
          <Switch size="small" checked={isAll} onChange={setAll} aria-label={t('absence.all')} />
          {t('absence.all')}
        </span>
        <span className="grow" />
        <Button type="primary" onClick={() => setAdding(true)}>
          {t('absence.add')}
        </Button>
      </div>
      <PlainTable<Absence>
        of={query}
        rows={query.data?.items ?? []}
        rowKey="absenceId"
        columns={useAbsenceColumns(setMoving)}
        empty={<EmptyState title={t('absence.none')} hint={t('absence.noneHint')} />}
      />
      {isAdding ? <AddAbsenceDialog mayManage={mayManage} onClose={() => setAdding(false)} /> : null}
      {moving ? <MoveTasksDialog {...moving} onClose={() => setMoving(undefined)} /> : null}
    </div>
  )
}

const useAbsenceColumns = (
  onMove: (move: { absence: Absence; direction: 'out' | 'back' }) => void,
): TableColumnsType<Absence> => {
  const { t } = useTranslation()
  return [
    { key: 'staff', title: t('supervisor.person'), render: (_value, { staff }) => staff.name },
    {
      key: 'days',
      title: t('absence.days'),
      render: (_value, { fromDay, toDay }) => (
        <>
          <DateText value={fromDay} /> – <DateText value={toDay} />
        </>
      ),
    },
    {
      key: 'state',
      title: t('absence.stateTitle'),
      render: (_value, { state }) => (
        <span className={state === 'current' ? 'chip chip-warn' : 'chip'}>{t(`absence.state.${state}`)}</span>
      ),
    },
    {
      key: 'substitute',
      title: t('team.substitute'),
      render: (_value, { substitute }) => substitute?.name ?? <span className="muted">{t('team.nobodyStandsIn')}</span>,
    },
    {
      key: 'reason',
      title: t('list.reason'),
      render: (_value, { reason }) => <span className="wrapped">{reason}</span>,
    },
    {
      key: 'open',
      title: t('absence.openTasks'),
      align: 'right',
      render: (_value, { openTasks }) => <Count value={openTasks} />,
    },
    {
      key: 'actions',
      title: t('users.actions'),
      render: (_value, absence) => (
        <span className="row">
          {absence.may.moveTasks && absence.openTasks > 0 && absence.substitute ? (
            <Button size="small" onClick={() => onMove({ absence, direction: 'out' })}>
              {t('absence.moveOut')}
            </Button>
          ) : null}
          {absence.may.moveTasks && absence.untouchedTasks > 0 ? (
            <Button size="small" onClick={() => onMove({ absence, direction: 'back' })}>
              {t('absence.moveBack')}
            </Button>
          ) : null}
          {absence.may.change && absence.state !== 'over' ? <EndAbsenceButton absence={absence} /> : null}
        </span>
      ),
    },
  ]
}
