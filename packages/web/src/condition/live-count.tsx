import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCount, formatPercent } from '../format.ts'
import { useLanguage } from '../i18n/index.ts'
import { studioQueries } from '../routes/studio/studio.queries.ts'
import { useSettled } from './use-settled.ts'

/** Long enough to type the next figure, short enough to feel at once. */
const settleMs = 150

/** How many customers the condition holds for, counted while it is written; the last figure stays, dimmed, until the next is there. */
export const LiveCount = ({ condition }: { condition: string }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const settled = useSettled(condition.trim(), settleMs)
  const { data, error, isFetching } = useQuery({ ...studioQueries.count(settled), enabled: settled !== '' })
  if (settled === '') return null
  const isOld = isFetching || settled !== condition.trim()
  return (
    <p className={isOld || error ? 'live-count old' : 'live-count'} role="status" aria-busy={isOld}>
      {error && !isOld ? (
        <span>{t('condition.mistakes')}</span>
      ) : data ? (
        <>
          <strong>
            {t('count.among', {
              customers: formatCount(data.count, language),
              share: formatPercent(data.total === 0 ? 0 : data.count / data.total, language),
            })}
          </strong>
          <span className="small muted">{t('count.asOf', { date: data.asOf })}</span>
        </>
      ) : (
        <span>{t('condition.counting')}…</span>
      )}
    </p>
  )
}
