import { useQuery } from '@tanstack/react-query'
import type { Training } from '@tend/contract'
import dayjs from 'dayjs'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Checkbox, Drawer } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { contentQueries, useRecordTraining } from './content.queries.ts'
import type { ContentSearch } from './content-search.ts'
import { TrainingStateChip } from './training-state.tsx'

/** What I still have to learn comes first; each is read, then confirmed. */
export const Trainings = ({ onLearners }: { onLearners: (search: ContentSearch) => void }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const query = useQuery(contentQueries.trainings())
  const [openId, setOpenId] = useState<string>()
  const weight = ({ mine }: Training): number =>
    mine === null ? 3 : mine.state === 'due' ? 0 : mine.state === 'expiring' ? 1 : 2
  const items = (query.data?.items ?? []).toSorted((a, b) => weight(a) - weight(b))
  const open = items.find(({ id }) => id === openId)
  return (
    <div className="card">
      <Loaded of={query}>
        {() =>
          items.length === 0 ? (
            <EmptyState title={t('training.none')} />
          ) : (
            <ul className="lines" aria-label={t('training.title')}>
              {items.map((training) => (
                <li key={training.id}>
                  <span className="row wrap">
                    <button type="button" className="link" onClick={() => setOpenId(training.id)}>
                      {name(training.label)}
                    </button>
                    <span className="chip">{t(`training.topic.${training.topic}`)}</span>
                    {training.mine ? <TrainingStateChip state={training.mine.state} /> : null}
                    <span className="grow" />
                    {training.learners ? (
                      <Button
                        size="small"
                        type="text"
                        onClick={() => onLearners({ tab: 'learners', training: training.id })}
                      >
                        {t('training.stillDue', { due: training.learners.due, total: training.learners.total })}
                      </Button>
                    ) : null}
                  </span>
                  {training.mine?.validUntil ? (
                    <span className="small muted">
                      {t('training.validUntil')} <DateText value={training.mine.validUntil} />
                    </span>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <Drawer
        open={open !== undefined}
        onClose={() => setOpenId(undefined)}
        title={open ? name(open.label) : ''}
        size={640}
      >
        {open ? <Reading key={open.id} training={open} onDone={() => setOpenId(undefined)} /> : null}
      </Drawer>
    </div>
  )
}

const Reading = ({ training, onDone }: { training: Training; onDone: () => void }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { message } = App.useApp()
  const [isRead, setRead] = useState(false)
  const record = useRecordTraining(training.id)
  const confirm = (): void =>
    record.mutate(
      { learnedOn: dayjs().format('YYYY-MM-DD') },
      {
        onSuccess: ({ validUntil }) => {
          void message.success(t('training.confirmed', { date: validUntil }))
          onDone()
        },
        onError: (error) => void message.error(messageOf(error, language)),
      },
    )
  return (
    <div className="stack">
      <p className="script">{name(training.body)}</p>
      <p className="small muted">
        {t('training.months', { count: training.validMonths })}
        {training.source ? ` · ${t('why.source', { source: training.source })}` : ''}
      </p>
      {training.mine ? (
        <div className="row wrap">
          <Checkbox checked={isRead} onChange={({ target }) => setRead(target.checked)}>
            {t('training.iHaveRead')}
          </Checkbox>
          <Button type="primary" disabled={!isRead} loading={record.isPending} onClick={confirm}>
            {t('training.confirm')}
          </Button>
        </div>
      ) : (
        <p className="muted">{t('training.notMine')}</p>
      )}
    </div>
  )
}
