import { ExperimentOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import type { PackVersionDetail } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Alert, App, Button } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { JobProgress } from './job-progress.tsx'
import { SimulationResult } from './simulation-result.tsx'
import { studioQueries, useStartSimulation } from './studio.queries.ts'
import type { VersionSearch } from './studio-search.ts'

type Props = {
  readonly detail: PackVersionDetail
  readonly search: VersionSearch
  readonly onChange: (search: VersionSearch) => void
}

/** Tries the version on today's customers; the address names the job, so that whoever checks sees the same result. */
export const SimulationTab = ({ detail, search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const { asOf } = useCatalogue()
  const start = useStartSimulation(detail, asOf)
  const { job: jobId } = search
  const query = useQuery({ ...studioQueries.simulation(jobId ?? ''), enabled: jobId !== undefined })
  const begin = async (anew: boolean): Promise<void> => {
    try {
      onChange({ ...search, tab: 'simulation', job: (await start.mutateAsync({ anew })).jobId })
    } catch (error) {
      void message.error(messageOf(error, language))
    }
  }
  const isRunning = query.data?.job.state === 'running'
  const button = (text: string, anew: boolean): ReactElement => (
    <Button
      type="primary"
      icon={<ExperimentOutlined />}
      disabled={detail.hash === null}
      loading={start.isPending || isRunning}
      onClick={() => void begin(anew)}
    >
      {text}
    </Button>
  )
  if (jobId === undefined)
    return (
      <div className="card">
        <EmptyState
          title={t('simulation.none')}
          hint={detail.hash === null ? t('version.hashMissing') : t('simulation.hint')}
          action={button(t('simulation.start'), false)}
        />
      </div>
    )
  return (
    <div className="stack">
      <div className="row wrap between">
        <p className="muted">{t('simulation.hint')}</p>
        {button(t('simulation.startAgain'), true)}
      </div>
      <Loaded of={query}>
        {() =>
          query.data?.result ? (
            <>
              {query.data.result.draftHash === detail.hash ? null : (
                <Alert type="warning" showIcon title={t('simulation.stale')} />
              )}
              <SimulationResult result={query.data.result} search={search} onChange={onChange} />
            </>
          ) : query.data ? (
            <JobProgress job={query.data.job} title={t('simulation.running')} />
          ) : null
        }
      </Loaded>
    </div>
  )
}
