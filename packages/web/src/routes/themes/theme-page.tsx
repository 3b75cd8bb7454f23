import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { RouteResponse, ThemeDetail } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { PlainTable } from '../../page/paged-table.tsx'
import { Alert, App, Button, type TableColumnsType, Tabs } from '../../ui/antd.ts'
import { AskDialog } from '../../ui/ask-dialog.tsx'
import { Count, DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { StrategyFrame } from '../plays/strategy-frame.tsx'
import { LeftOutList } from './left-out-list.tsx'
import { ThemeStateChip } from './theme-state.tsx'
import { themeQueries, useStopTheme } from './themes.queries.ts'
import { Progress } from './themes-page.tsx'

type UnitRow = RouteResponse<'getTheme'>['byUnit'][number]

/** A theme: whom it is for, how far it is by unit, who was left out and why. */
export const ThemePage = (): ReactElement => {
  const { t } = useTranslation()
  const { themeId } = useParams({ from: '/in/themes/$themeId' })
  const query = useQuery(themeQueries.one(themeId))
  const theme = query.data
  return (
    <StrategyFrame
      title={theme?.name ?? t('theme.title')}
      lead={theme ? <ThemeStateChip state={theme.state} /> : null}
      actions={theme ? <ThemeActions theme={theme} /> : null}
    >
      <Loaded of={query}>{() => (theme ? <Body theme={theme} /> : null)}</Loaded>
    </StrategyFrame>
  )
}

const ThemeActions = ({ theme }: { theme: ThemeDetail }): ReactElement => {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [isStopping, setStopping] = useState(false)
  const stop = useStopTheme(theme.themeId)
  return (
    <span className="row wrap">
      {theme.tasks ? (
        <Link to="/supervisor" search={{ tab: 'assign', theme: theme.themeId }}>
          {t('theme.openTasks')}
        </Link>
      ) : null}
      {theme.may.stop ? (
        <Button danger onClick={() => setStopping(true)}>
          {t('theme.stop')}
        </Button>
      ) : null}
      <AskDialog
        title={t('theme.stop')}
        hint={t('theme.stopHint')}
        isOpen={isStopping}
        isBusy={stop.isPending}
        error={stop.error}
        onClose={() => setStopping(false)}
        onReason={(reason) =>
          stop.mutate(reason, {
            onSuccess: () => {
              void message.success(t('theme.stopped'))
              setStopping(false)
            },
          })
        }
      />
    </span>
  )
}

const Body = ({ theme }: { theme: ThemeDetail }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <div className="stack">
      {theme.state === 'building' ? <Alert type="info" showIcon title={t('theme.isBuilding')} /> : null}
      {theme.problem ? <Alert type="error" showIcon title={name(theme.problem)} /> : null}
      {theme.closedReason ? (
        <Alert type="warning" showIcon title={t('theme.stoppedBecause', { reason: theme.closedReason })} />
      ) : null}
      <Facts theme={theme} />
      <Tabs
        destroyOnHidden
        items={[
          { key: 'units', label: t('theme.byUnit'), children: <Units theme={theme} /> },
          {
            key: 'left-out',
            label: `${t('theme.leftOut')} ${theme.leftOut ?? ''}`,
            children: <LeftOutList themeId={theme.themeId} />,
          },
        ]}
      />
    </div>
  )
}

const Facts = ({ theme }: { theme: ThemeDetail }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const figures = [
    ['theme.segment', theme.segment],
    ['theme.wanted', theme.wanted],
    ['theme.leftOut', theme.leftOut],
    ['theme.tasks', theme.tasks],
    ['theme.merged', theme.merged],
    ['theme.messages', theme.messages],
    ['theme.benefits', theme.benefits],
    ['theme.cases', theme.cases],
  ] as const
  return (
    <section className="card">
      <dl className="facts card-body">
        <div>
          <dt>{t('theme.play')}</dt>
          <dd>
            <Link to="/plays" search={{ play: theme.play.id }}>
              {name(theme.play.label)}
            </Link>
          </dd>
        </div>
        <div>
          <dt>{t('customer.unit')}</dt>
          <dd>{theme.unit.name}</dd>
        </div>
        <div>
          <dt>{t('theme.days')}</dt>
          <dd>
            <DateText value={theme.startsOn} /> – <DateText value={theme.endsOn} />
          </dd>
        </div>
        <div>
          <dt>{t('theme.startedBy')}</dt>
          <dd>{theme.createdBy}</dd>
        </div>
        <div>
          <dt>{t('theme.goal')}</dt>
          <dd>{theme.goal}</dd>
        </div>
        <div>
          <dt>{t('theme.condition')}</dt>
          <dd>{theme.words ? name(theme.words) : theme.condition || t('theme.everybody')}</dd>
        </div>
        {figures.map(([key, value]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>
              <Count value={value} />
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('theme.hoursNeeded')}</dt>
          <dd>{theme.minutesNeeded === null ? '–' : formatNumber(theme.minutesNeeded / 60, language, 1)}</dd>
        </div>
        <div>
          <dt>{t('team.progress')}</dt>
          <dd>
            <Progress {...theme.progress} />
          </dd>
        </div>
      </dl>
    </section>
  )
}

const Units = ({ theme }: { theme: ThemeDetail }): ReactElement => {
  const { t } = useTranslation()
  const figure = (key: 'tasks' | 'succeeded' | 'leftOut', title: string) => ({
    key,
    title,
    align: 'right' as const,
    render: (_value: unknown, row: UnitRow) => <Count value={row[key]} />,
  })
  const columns: TableColumnsType<UnitRow> = [
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit.name },
    figure('tasks', t('theme.tasks')),
    { key: 'progress', title: t('team.progress'), render: (_value, row) => <Progress {...row} /> },
    figure('succeeded', t('team.success')),
    figure('leftOut', t('theme.leftOut')),
  ]
  return (
    <PlainTable<UnitRow>
      of={{ isPending: false, error: null, refetch: () => undefined }}
      rows={theme.byUnit}
      rowKey={({ unit }) => unit.unitId}
      columns={columns}
      empty={<EmptyState compact title={t('theme.noUnits')} />}
    />
  )
}
