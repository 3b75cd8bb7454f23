import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Task, Visit } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../api/client.ts'
import { detailOf, messageOf } from '../../api/failure.ts'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Select } from '../../ui/antd.ts'
import { taskQueries } from '../workbench/tasks.queries.ts'
import { useCloseVisit } from './care.queries.ts'
import { type Saving, useVisit } from './use-visit.ts'
import { After, Before, During } from './visit-phases.tsx'

/** Before, during, after: every field saves itself; closing asks for what the protocol needs (S62, G48). */
export const VisitForm = ({ visit: opened }: { visit: Visit }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { channels } = useCatalogue()
  const { visit: typed, missing, saving, change, settle } = useVisit(opened)
  // The task’s outcome is recorded elsewhere.
  const visit = { ...typed, contactId: opened.contactId }
  const task = useQuery({ ...taskQueries.one(visit.taskId ?? ''), enabled: visit.taskId !== null }).data
  return (
    <form className="visit-form" aria-label={t('visit.title')} onSubmit={(event) => event.preventDefault()}>
      <p className="row between">
        <span className="strong">{labelOf(channels, visit.channel, name)}</span>
        <SavingText saving={saving} />
      </p>
      {task ? <OfTask task={task} /> : null}
      {saving === 'conflict' ? <Alert role="alert" type="warning" showIcon title={t('visit.conflict')} /> : null}
      <Before visit={visit} onChange={change} />
      <During visit={visit} task={task} onChange={change} />
      <After visit={visit} onChange={change} />
      <Close visit={visit} missing={missing} settle={settle} />
    </form>
  )
}

const OfTask = ({ task }: { task: Task }): ReactElement => {
  const name = useLabel()
  return (
    <p className="small">
      <Link to="/workbench" search={{ task: task.taskId }}>
        {name(task.reason)}
      </Link>
    </p>
  )
}

const SavingText = ({ saving }: { saving: Saving }): ReactElement | null => {
  const { t } = useTranslation()
  if (saving === 'conflict') return null
  return (
    <span className={saving === 'unsaved' ? 'small bad' : 'small muted'} role="status">
      {t(`visit.${saving}`)}
    </span>
  )
}

type CloseProps = { readonly visit: Visit; readonly missing: Visit['missing']; readonly settle: () => Promise<void> }

const Close = ({ visit, missing, settle }: CloseProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const { outcomes } = useCatalogue()
  const close = useCloseVisit(visit.customerId, visit.visitId)
  const [outcome, setOutcome] = useState<string>()
  const [idempotencyKey] = useState(newKey)
  // The outcome of its task has said what follows.
  const toWrite = visit.contactId ? missing.filter((each) => each !== 'next') : missing
  const stillMissing =
    toWrite.length > 0
      ? t('visit.stillMissing', { list: toWrite.map((each) => t(`visit.missing.${each}`)).join(t('value.comma')) })
      : undefined
  const send = async (): Promise<void> => {
    // What could not be saved is told beside the record.
    const isSaved = await settle().then(
      () => true,
      () => false,
    )
    if (!isSaved) return
    close.mutate(
      { idempotencyKey, ...(outcome ? { outcome } : {}) },
      {
        onSuccess: () => void message.success(t('visit.closedNow')),
        onError: (error) => {
          const lacking = missing.find((each) => each === detailOf(error))
          void message.error(
            lacking ? t('visit.stillMissing', { list: t(`visit.missing.${lacking}`) }) : messageOf(error, language),
          )
        },
      },
    )
  }
  if (visit.taskId && !visit.contactId)
    return (
      <div className="row wrap between">
        <p className="small">{t('visit.outcomeFirst')}</p>
        <Link to="/workbench" search={{ task: visit.taskId }}>
          {t('task.outcome')}
        </Link>
      </div>
    )
  return (
    <div className="stack tight">
      {stillMissing ? <p className="small muted">{stillMissing}</p> : null}
      <div className="row wrap">
        {visit.contactId ? null : (
          <Select
            aria-label={t('visit.outcome')}
            placeholder={t('visit.outcome')}
            style={{ minWidth: 180 }}
            allowClear
            value={outcome ?? null}
            onChange={(chosen) => setOutcome(chosen ?? undefined)}
            options={outcomes
              .filter(({ result }) => result !== 'retry')
              .map(({ id, label }) => ({ value: id, label: name(label) }))}
          />
        )}
        <Button type="primary" loading={close.isPending} onClick={() => void send()}>
          {t('visit.close')}
        </Button>
      </div>
    </div>
  )
}
