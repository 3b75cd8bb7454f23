import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Cell } from '../../catalogue/cell.tsx'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { customerQueries } from '../customers/customers.queries.ts'

/** How far the next level is in each scheme (S173), at hand while the telephone rings. */
export const NextLevels = ({ customerId }: { customerId: string }): ReactElement | null => {
  const { t } = useTranslation()
  const { data } = useQuery(customerQueries.one(customerId))
  const gaps =
    data?.classes.flatMap(({ scheme, nextLevel, gap }) => (nextLevel && gap ? [{ scheme, nextLevel, gap }] : [])) ?? []
  if (gaps.length === 0) return null
  return (
    <dl className="figures">
      {gaps.map(({ scheme, nextLevel, gap }) => (
        <div key={scheme}>
          <dt className="row">
            {t('class.toNext')} <SchemeLevel scheme={scheme} level={nextLevel} />
          </dt>
          <dd>
            <Cell unit={gap.unit} value={gap.value} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
