import { useInfiniteQuery } from '@tanstack/react-query'
import { type TaskSummary, taskPools } from '@tend/contract'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { contactLabelOptions, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { Button, Checkbox } from '../../ui/antd.ts'
import { FilterSelect } from '../../ui/filters.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TaskHandOver } from '../workbench/task-hand-over.tsx'
import { AssignDialog, type Chosen } from './assign-dialog.tsx'
import { HeldTasks } from './held-tasks.tsx'
import { RecallDialog } from './recall-dialog.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import { type SupervisorSearch, selectionOf } from './supervisor-search.ts'
import { useTaskColumns } from './task-columns.tsx'

type Props = {
  readonly search: SupervisorSearch
  readonly onChange: (search: SupervisorSearch) => void
  readonly mayAssign: boolean
}

/** Open tasks by their filters; the chosen ones, or all that match, are shared out or called back after a preview. */
export const AssignTasks = ({ search, onChange, mayAssign }: Props): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery({ ...supervisorQueries.tasks(search), enabled: !search.held })
  const columns = useTaskColumns()
  const [ids, setIds] = useState<readonly string[]>([])
  const [dialog, setDialog] = useState<'assign' | 'recall'>()
  const [handing, setHanding] = useState<TaskSummary>()
  const chosen: Chosen = useMemo(
    () => (ids.length > 0 ? { kind: 'tasks', taskIds: ids } : { kind: 'filter', take: selectionOf(search) }),
    [ids, search],
  )
  const withActions: typeof columns = mayAssign
    ? [
        ...columns,
        {
          key: 'actions',
          title: t('users.actions'),
          render: (_value, task) => (
            <Button size="small" onClick={() => setHanding(task)}>
              {t('team.handOver')}
            </Button>
          ),
        },
      ]
    : columns
  return (
    <div className="stack tight">
      <div className="row wrap">
        <Filters search={search} onChange={onChange} />
        <span className="grow" />
        {mayAssign && !search.held ? (
          <>
            <Button onClick={() => setDialog('recall')}>
              {ids.length > 0 ? t('team.recallChosen', { count: ids.length }) : t('team.recallByFilter')}
            </Button>
            <Button type="primary" onClick={() => setDialog('assign')}>
              {ids.length > 0 ? t('supervisor.assignChosen', { count: ids.length }) : t('team.assignByFilter')}
            </Button>
          </>
        ) : null}
      </div>
      {search.held ? (
        <HeldTasks search={search} />
      ) : (
        <PagedTable<TaskSummary>
          of={list}
          rowKey="taskId"
          columns={withActions}
          chosen={ids}
          onChoose={mayAssign ? setIds : undefined}
          empty={
            <EmptyState
              title={t('supervisor.noMatch')}
              action={<Button onClick={() => onChange({ tab: 'assign' })}>{t('customers.clear')}</Button>}
            />
          }
        />
      )}
      <AssignDialog
        chosen={chosen}
        isOpen={dialog === 'assign'}
        onClose={() => setDialog(undefined)}
        onDone={() => setIds([])}
      />
      <RecallDialog
        chosen={chosen}
        isOpen={dialog === 'recall'}
        onClose={() => setDialog(undefined)}
        onDone={() => setIds([])}
      />
      {handing ? <TaskHandOver task={handing} onClose={() => setHanding(undefined)} /> : null}
    </div>
  )
}

const Filters = ({ search, onChange }: Omit<Props, 'mayAssign'>): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const named = (definitions: readonly { readonly id: string; readonly label: { zh: string; en: string } }[]) =>
    definitions.map(({ id, label }) => ({ value: id, label: name(label) }))
  const set = (change: Parameters<typeof changed<SupervisorSearch>>[1]): void => onChange(changed(search, change))
  return (
    <>
      <FilterSelect
        label={t('supervisor.pool')}
        placeholder={t('supervisor.anyPool')}
        width={140}
        value={search.pool}
        onChange={(pool) => set({ pool })}
        options={taskPools.slice(0, 3).map((pool) => ({ value: pool, label: t(`pool.${pool}`) }))}
      />
      <FilterSelect
        label={t('task.label')}
        placeholder={t('workbench.allLabels')}
        width={180}
        value={search.label}
        onChange={(label) => set({ label })}
        options={contactLabelOptions(catalogue, name)}
      />
      <FilterSelect
        label={t('team.module')}
        value={search.module}
        onChange={(module) => set({ module })}
        options={named(catalogue.modules)}
      />
      <FilterSelect
        label={t('contact.channel')}
        width={120}
        value={search.channel}
        onChange={(channel) => set({ channel })}
        options={named(catalogue.channels.filter(({ by }) => by === 'person'))}
      />
      <FilterSelect
        label={t('team.late')}
        width={140}
        value={search.overdue}
        onChange={(overdue) => set({ overdue })}
        options={(['remind', 'warn', 'escalate'] as const).map((stage) => ({
          value: stage,
          label: t(`team.stage.${stage}`),
        }))}
      />
      <Checkbox
        checked={search.held === 'yes'}
        onChange={({ target }) => set({ held: target.checked ? 'yes' : undefined })}
      >
        {t('team.onlyHeld')}
      </Checkbox>
      {search.theme ? <Button onClick={() => set({ theme: undefined })}>{t('team.ofOneTheme')} ✕</Button> : null}
      {search.assignee ? (
        <Button onClick={() => set({ assignee: undefined })}>{t('supervisor.ofOnePerson')} ✕</Button>
      ) : null}
    </>
  )
}
