import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { RouteInput } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Input, Select } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { BacktestResult } from './backtest-result.tsx'
import { JobProgress } from './job-progress.tsx'
import { monthsBefore } from './months.ts'
import { studioQueries, useStartBacktest } from './studio.queries.ts'
import { StudioFrame } from './studio-frame.tsx'
import type { BacktestSearch } from './studio-search.ts'

/** Tries a moment, a score or a level on past months: whom it would have named, and who then left. */
export const BacktestPage = (): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const search = useSearch({ from: '/in/studio/backtest' })
  const navigate = useNavigate({ from: '/studio/backtest' })
  const change = (next: BacktestSearch): void => void navigate({ search: next, replace: true })
  const { asOf } = useCatalogue()
  const start = useStartBacktest()
  const query = useQuery({ ...studioQueries.backtest(search.job ?? ''), enabled: search.job !== undefined })
  // Who left within ninety days is known of months that lie as far back.
  const from = search.from ?? monthsBefore(asOf ?? '2026-01-01', 9)
  const to = search.to ?? monthsBefore(asOf ?? '2026-01-01', 3)
  const subject = subjectOf(search.subject)
  const isRunning = query.data?.job.state === 'running'
  const begin = async (): Promise<void> => {
    if (!subject) return
    try {
      const { version } = search
      const job = await start.mutateAsync({ subject, from, to, ...(version ? { version } : {}) })
      change({ ...search, from, to, job: job.jobId })
    } catch (error) {
      void message.error(messageOf(error, language))
    }
  }
  return (
    <StudioFrame title={t('studio.backtest')} lead={t('backtest.hint')} version={search.version}>
      <div className="card backtest-form row wrap">
        <SubjectSelect search={search} onChange={change} />
        <MonthInput title={t('backtest.from')} value={from} onChange={(month) => change({ ...search, from: month })} />
        <MonthInput title={t('backtest.to')} value={to} onChange={(month) => change({ ...search, to: month })} />
        <Button type="primary" disabled={!subject} loading={start.isPending || isRunning} onClick={() => void begin()}>
          {t('backtest.start')}
        </Button>
        {search.version ? (
          <span className="small muted">{t('backtest.version', { version: search.version })}</span>
        ) : null}
      </div>
      {search.job === undefined ? (
        <div className="card">
          <EmptyState title={t('backtest.none')} hint={t('backtest.choose')} />
        </div>
      ) : (
        <Loaded of={query}>
          {() =>
            query.data?.result ? (
              <BacktestResult result={query.data.result} />
            ) : query.data ? (
              <JobProgress job={query.data.job} title={t('backtest.running')} />
            ) : null
          }
        </Loaded>
      )}
    </StudioFrame>
  )
}

type Subject = RouteInput<'startBacktest'>['body']['subject']

const subjectOf = (text: string | undefined): Subject | undefined => {
  const [kind, id, level] = text?.split(':') ?? []
  if (!id || (kind !== 'moment' && kind !== 'score' && kind !== 'level')) return undefined
  return level ? { kind, id, level } : { kind, id }
}

type SelectProps = { readonly search: BacktestSearch; readonly onChange: (search: BacktestSearch) => void }

const SubjectSelect = ({ search, onChange }: SelectProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { moments, indicators, schemes } = useCatalogue()
  const { job: _earlier, ...rest } = search
  const options = [
    {
      label: t('backtest.subjectKind.moment'),
      options: moments.map(({ id, label }) => ({ value: `moment:${id}`, label: name(label) })),
    },
    {
      label: t('backtest.subjectKind.score'),
      options: indicators
        .filter(({ unit }) => unit === 'score')
        .map(({ id, label }) => ({ value: `score:${id}`, label: name(label) })),
    },
    {
      label: t('backtest.subjectKind.level'),
      options: schemes.flatMap((scheme) =>
        scheme.levels.map(({ id, label }) => ({
          value: `level:${scheme.id}:${id}`,
          label: `${name(scheme.label)} · ${name(label)}`,
        })),
      ),
    },
  ]
  return (
    <Select<string>
      className="backtest-subject"
      aria-label={t('backtest.subject')}
      placeholder={t('backtest.subject')}
      showSearch={{ optionFilterProp: 'label' }}
      {...(search.subject ? { value: search.subject } : {})}
      onChange={(subject) => onChange({ ...rest, subject })}
      options={options}
    />
  )
}

type MonthProps = { readonly title: string; readonly value: string; readonly onChange: (month: string) => void }

const MonthInput = ({ title, value, onChange }: MonthProps): ReactElement => (
  <span className="row">
    <span className="small muted nowrap">{title}</span>
    <Input type="month" aria-label={title} value={value} onChange={({ target }) => onChange(target.value)} />
  </span>
)
