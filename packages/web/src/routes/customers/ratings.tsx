import { useQuery } from '@tanstack/react-query'
import type { Customer } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { dayOf } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { App, Button, Input, Segmented } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { useInstitution } from '../../ui/institution.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { careQueries, useRateManager, useRatingLink } from './care.queries.ts'

/** What the customer thinks of the manager (S30): taken down by colleagues, read by supervisors, never by the manager. */
export const Ratings = ({ customer }: { customer: Customer }): ReactElement | null => {
  const { t } = useTranslation()
  const { permissions, staffId } = useMe()
  const owner = customer.owner
  if (!owner) return null
  const isOwn = owner.staffId === staffId
  const mayRead = permissions.includes('ratings.view') && !isOwn
  const mayRate = permissions.includes('contacts.record') && !isOwn
  if (!mayRead && !mayRate) return null
  return (
    <Panel title={t('rating.title')} flush>
      <p className="small muted panel-note">{t('rating.secret')}</p>
      {mayRate ? <Rate customerId={customer.customerId} /> : null}
      {mayRead ? <Given customerId={customer.customerId} staffId={owner.staffId} /> : null}
    </Panel>
  )
}

const Rate = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const { timeZone } = useInstitution()
  const rate = useRateManager(customerId)
  const link = useRatingLink(customerId)
  const [score, setScore] = useState<number>()
  const [comment, setComment] = useState('')
  const failed = { onError: (error: Error) => void message.error(messageOf(error, language)) }
  const send = (): void => {
    if (score === undefined) {
      void message.info(t('rating.scoreFirst'))
      return
    }
    rate.mutate(
      { score, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) },
      {
        ...failed,
        onSuccess: () => {
          setComment('')
          setScore(undefined)
          void message.success(t('rating.rated'))
        },
      },
    )
  }
  return (
    <div className="case-add stack tight">
      <div className="row wrap">
        <span className="small muted">{t('rating.score')}</span>
        <Segmented
          size="small"
          aria-label={t('rating.score')}
          value={score ?? 0}
          onChange={setScore}
          options={[1, 2, 3, 4, 5]}
        />
      </div>
      <Input.TextArea
        aria-label={t('rating.comment')}
        placeholder={t('rating.comment')}
        maxLength={1000}
        autoSize={{ minRows: 1, maxRows: 4 }}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <div className="row wrap">
        <Button size="small" type="primary" loading={rate.isPending} onClick={send}>
          {t('rating.rate')}
        </Button>
        <Button size="small" loading={link.isPending} onClick={() => link.mutate(undefined, failed)}>
          {t('rating.link')}
        </Button>
      </div>
      {link.data ? (
        <p role="status">
          {t('rating.linkOnce', { until: dayOf(link.data.expiresAt, timeZone) })}{' '}
          <code>{`${location.origin}${link.data.path}`}</code>
        </p>
      ) : null}
    </div>
  )
}

const Given = ({ customerId, staffId }: { customerId: string; staffId: string }): ReactElement => {
  const { t } = useTranslation()
  const ratings = useQuery(careQueries.ratings(staffId))
  return (
    <Loaded of={ratings} rows={2}>
      {() => {
        const mine = ratings.data?.items.filter((rating) => rating.customerId === customerId) ?? []
        if (mine.length === 0) return <EmptyState compact title={t('rating.none')} />
        return (
          <ul className="lines">
            {mine.map(({ ratingId, score, comment, givenAt }) => (
              <li key={ratingId}>
                <span className="strong">{score} / 5</span>
                {comment ? <p>{comment}</p> : null}
                <p className="small muted">
                  <DateText value={givenAt} withTime />
                </p>
              </li>
            ))}
          </ul>
        )
      }}
    </Loaded>
  )
}
