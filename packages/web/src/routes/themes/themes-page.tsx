import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { type Theme, themeState } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { PagedTable } from '../../page/paged-table.tsx'
import type { TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { FilterSelect } from '../../ui/filters.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { StrategyFrame } from '../plays/strategy-frame.tsx'
import { ThemeStateChip } from './theme-state.tsx'
import { themeQueries } from './themes.queries.ts'

/** Themes with how far they are; a theme is a segment and a play. */
export const ThemesPage = (): ReactElement => {
  const { t } = useTranslation()
  const { state } = useSearch({ from: '/in/themes' })
  const navigate = useNavigate({ from: '/themes' })
  const list = useInfiniteQuery(themeQueries.list(state))
  return (
    <StrategyFrame
      title={t('theme.title')}
      lead={t('theme.lead')}
      actions={
        <Link to="/themes/new" className="button-link">
          {t('theme.create')}
        </Link>
      }
    >
      <div className="stack tight">
        <div className="row wrap">
          <FilterSelect
            label={t('theme.stateTitle')}
            value={state}
            onChange={(chosen) => void navigate({ search: chosen ? { state: chosen } : {}, replace: true })}
            options={themeState.options.map((each) => ({ value: each, label: t(`theme.state.${each}`) }))}
          />
        </div>
        <PagedTable<Theme>
          of={list}
          rowKey="themeId"
          columns={useThemeColumns()}
          empty={
            <EmptyState
              title={t('theme.none')}
              hint={t('theme.noneHint')}
              action={<Link to="/themes/new">{t('theme.create')}</Link>}
            />
          }
        />
      </div>
    </StrategyFrame>
  )
}

const useThemeColumns = (): TableColumnsType<Theme> => {
  const { t } = useTranslation()
  const name = useLabel()
  return [
    {
      key: 'name',
      title: t('theme.name'),
      render: (_value, theme) => (
        <span className="board-cell">
          <Link to="/themes/$themeId" params={{ themeId: theme.themeId }}>
            {theme.name}
          </Link>
          <span className="small muted">{name(theme.play.label)}</span>
        </span>
      ),
    },
    {
      key: 'state',
      title: t('theme.stateTitle'),
      render: (_value, { state }) => <ThemeStateChip state={state} />,
    },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit.name },
    {
      key: 'days',
      title: t('theme.days'),
      render: (_value, { startsOn, endsOn }) => (
        <>
          <DateText value={startsOn} /> – <DateText value={endsOn} />
        </>
      ),
    },
    {
      key: 'wanted',
      title: t('theme.wanted'),
      align: 'right',
      render: (_value, { wanted }) => <Count value={wanted} />,
    },
    {
      key: 'leftOut',
      title: t('theme.leftOut'),
      align: 'right',
      render: (_value, { leftOut }) => <Count value={leftOut} />,
    },
    {
      key: 'progress',
      title: t('team.progress'),
      width: 180,
      render: (_value, { progress }) => <Progress {...progress} />,
    },
    {
      key: 'today',
      title: t('supervisor.doneToday'),
      align: 'right',
      render: (_value, { progress }) => <Count value={progress.doneToday} />,
    },
  ]
}

export const Progress = ({ open, done }: { open: number; done: number }): ReactElement => (
  <span className="row">
    <span className="bar wide" aria-hidden="true">
      <i style={{ width: `${open + done === 0 ? 0 : Math.round((100 * done) / (open + done))}%` }} />
    </span>
    <span className="figure small">
      {done}/{open + done}
    </span>
  </span>
)
