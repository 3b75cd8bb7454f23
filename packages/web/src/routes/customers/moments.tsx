import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { DateText, Money } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { customerQueries } from './customers.queries.ts'

export const Moments = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { moments } = useCatalogue()
  const list = useQuery(customerQueries.moments(customerId))
  return (
    <Panel title={t('customer.moments')} flush>
      <Loaded of={list} rows={2}>
        {() =>
          list.data?.items.length === 0 ? (
            <EmptyState compact title={t('customer.noMoments')} />
          ) : (
            <ul className="lines">
              {list.data?.items.map((moment) => (
                <li key={moment.momentId} className={moment.isOpen ? undefined : 'past'}>
                  <div className="row wrap between">
                    <span className={moment.isOpen ? 'chip chip-info' : 'chip'}>
                      {labelOf(moments, moment.moment, name)}
                    </span>
                    {moment.valueMinor === 0 ? null : (
                      <span className="strong">
                        <Money minor={moment.valueMinor} />
                      </span>
                    )}
                  </div>
                  <p>{name(moment.reason)}</p>
                  <p className="small muted">
                    {t('moment.firedOn')} <DateText value={moment.firedOn} />
                    {moment.dueOn ? (
                      <>
                        {' '}
                        · {t('moment.dueOn')} <DateText value={moment.dueOn} />
                      </>
                    ) : null}
                    {moment.isOpen ? null : ` · ${t('moment.past')}`}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  )
}
