import { QuestionCircleOutlined } from '@ant-design/icons'
import type { RouteResponse, TaskCounts, TaskSummary } from '@tend/contract'
import { memo, type ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { contactLabelOptions, useCatalogue } from '../../catalogue/catalogue.ts'
import { formatInstant } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Select, Tooltip } from '../../ui/antd.ts'
import { useInstitution } from '../../ui/institution.tsx'
import { Key } from '../../ui/key.tsx'
import { LoadMore, type Paged } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { CountsBar } from './counts-bar.tsx'
import { type PlanCount, PlanProgress } from './plan-progress.tsx'
import { TaskList } from './task-list.tsx'
import { useClaim } from './tasks.queries.ts'
import type { Counted, Show, WorkbenchSearch } from './workbench-search.ts'

export type ModuleCounts = RouteResponse<'listModules'>['items']

type Props = {
  readonly search: WorkbenchSearch
  readonly list: Paged<TaskSummary>
  /** What of the list is still to be done: what is on its way to the server is not. */
  readonly tasks: readonly TaskSummary[]
  readonly counts: TaskCounts | undefined
  readonly modules: ModuleCounts
  readonly plans: readonly PlanCount[]
  readonly current: string | undefined
  readonly onChange: (search: WorkbenchSearch) => void
  readonly onOpen: (taskId: string | undefined) => void
  readonly onHelp: () => void
}

/** The left hand: the day's work in its order. */
export const QueuePane = (props: Props): ReactElement => {
  const { t } = useTranslation()
  const { search, list, tasks, counts, modules, plans, current, onChange, onOpen, onHelp } = props
  const show: Show = search.show ?? 'ready'
  return (
    <section className="workbench-list" aria-label={t('nav.workbench')}>
      <QueueHead
        show={search.show}
        module={search.module}
        label={search.label}
        counts={counts}
        modules={modules}
        onChange={onChange}
        onOpen={onOpen}
        onHelp={onHelp}
      />
      <div className="workbench-scroll">
        <Loaded of={list}>
          {() =>
            tasks.length === 0 && !list.hasNextPage ? (
              <EmptyQueue show={show} isFiltered={search.module !== undefined || search.label !== undefined} />
            ) : (
              <>
                <TaskList tasks={tasks} current={current} onOpen={onOpen} />
                <LoadMore of={list} />
              </>
            )
          }
        </Loaded>
      </div>
      <PlanProgress plans={plans} />
    </section>
  )
}

type HeadProps = Pick<Props, 'counts' | 'modules' | 'onChange' | 'onOpen' | 'onHelp'> & {
  readonly show: Counted | undefined
  readonly module: string | undefined
  readonly label: string | undefined
}

const QueueHead = memo((props: HeadProps): ReactElement => {
  const { t } = useTranslation()
  const { show, module, label, counts, modules, onChange, onOpen, onHelp } = props
  const filter = { ...(module ? { module } : {}), ...(label ? { label } : {}) }
  const toggle = (next: Counted): void => onChange({ ...filter, ...(next === show ? {} : { show: next }) })
  return (
    <header className="workbench-head">
      <div className="row between">
        <h1>{t('workbench.title')}</h1>
        <span className="row">
          <Claim onClaimed={onOpen} />
          <Tooltip title={t('keys.title')}>
            <Button
              className="only-desk"
              type="text"
              size="small"
              icon={<QuestionCircleOutlined />}
              aria-label={t('keys.title')}
              onClick={onHelp}
            />
          </Tooltip>
        </span>
      </div>
      <CountsBar counts={counts} show={show ?? 'ready'} onShow={toggle} />
      <QueueFilter search={{ ...filter, ...(show ? { show } : {}) }} modules={modules} onChange={onChange} />
    </header>
  )
})

const EmptyQueue = ({ show, isFiltered }: { show: Show; isFiltered: boolean }): ReactElement => {
  const { t } = useTranslation()
  const mayClaim = useMe().permissions.includes('tasks.claim')
  const hint = isFiltered ? 'desk.emptyFiltered' : mayClaim ? 'workbench.claimHint' : 'workbench.emptyHint'
  return <EmptyState title={t(`workbench.empty.${show}`)} hint={show === 'ready' || isFiltered ? t(hint) : undefined} />
}

type FilterProps = Pick<Props, 'search' | 'modules' | 'onChange'>

/** One choice: a module view with its open work (S161), or one label. */
const QueueFilter = ({ search, modules, onChange }: FilterProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const chosen = search.module ? `module:${search.module}` : search.label ? `label:${search.label}` : null
  const choose = (value: string | null | undefined): void => {
    const [kind, id] = value?.split(/:(.*)/s) ?? []
    const show = search.show ? { show: search.show } : {}
    onChange({ ...show, ...(kind === 'module' && id ? { module: id } : kind === 'label' && id ? { label: id } : {}) })
  }
  const moduleOptions = modules.flatMap(({ module, label, open }) =>
    module ? [{ value: `module:${module}`, label: `${name(label)} · ${open}` }] : [],
  )
  const labelOptions = contactLabelOptions(catalogue, name).map(({ value, label }) => ({
    value: `label:${value}`,
    label,
  }))
  return (
    <Select
      className="wide"
      size="small"
      aria-label={t('desk.filter')}
      placeholder={t('desk.allModules')}
      value={chosen}
      onChange={choose}
      options={[
        { label: t('desk.modules'), title: 'modules', options: moduleOptions },
        { label: t('workbench.label'), title: 'labels', options: labelOptions },
      ]}
      allowClear
    />
  )
}

const Claim = ({ onClaimed }: { onClaimed: (taskId: string) => void }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const { timeZone } = useInstitution()
  const claim = useClaim()
  if (!useMe().permissions.includes('tasks.claim')) return null
  const claimNext = (): void =>
    claim.mutate(1, {
      onSuccess: ({ items: [first], quietUntil }) => {
        if (first) onClaimed(first.taskId)
        else if (quietUntil === null) void message.info(t('workbench.nothingToClaim'))
        else void message.info(t('workbench.nothingToClaimQuiet', { at: formatInstant(quietUntil, timeZone) }))
      },
      onError: (error) => void message.error(messageOf(error, language)),
    })
  return (
    <Button id="claim" type="primary" size="small" loading={claim.isPending} onClick={claimNext}>
      {t('workbench.claimNext')} <Key>g</Key>
    </Button>
  )
}
