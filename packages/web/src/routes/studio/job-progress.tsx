import type { StudioJob } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDate } from '../../format.ts'
import { useLabel } from '../../i18n/index.ts'
import { Alert, Progress } from '../../ui/antd.ts'

/** How far a job is, why it failed, or that its result is gone. */
export const JobProgress = ({ job, title }: { job: StudioJob; title: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  if (job.state === 'failed')
    return <Alert type="error" showIcon title={t('state.failed')} description={job.problem ?? undefined} />
  if (job.resultRemovedAt !== null)
    return <Alert type="info" showIcon title={t('studio.resultRemoved', { date: formatDate(job.resultRemovedAt) })} />
  return (
    <div className="card job" role="status">
      <strong>{title}</strong>
      <Progress percent={Math.round(job.progress * 100)} status="active" aria-label={title} />
      <span className="muted">{job.step ? name(job.step) : ''}</span>
    </div>
  )
}
