import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { contentQueries } from './content.queries.ts'

/** What to say when a customer objects, in the order in which to try it (S67). */
export const Objections = (): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { plays } = useCatalogue()
  const query = useQuery(contentQueries.objections())
  const items = query.data?.items ?? []
  return (
    <div className="card">
      <Loaded of={query}>
        {() =>
          items.length === 0 ? (
            <EmptyState title={t('objection.none')} />
          ) : (
            <ul className="lines" aria-label={t('objection.title')}>
              {items.map((objection) => (
                <li key={objection.id}>
                  <strong>{name(objection.label)}</strong>
                  <ol className="answers">
                    {objection.answers.map((answer) => (
                      <li key={answer.en}>{name(answer)}</li>
                    ))}
                  </ol>
                  {objection.plays.length > 0 ? (
                    <span className="small muted">
                      {t('objection.plays')}{' '}
                      {objection.plays.map((id) => labelOf(plays, id, name)).join(t('value.comma'))}
                    </span>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  )
}
