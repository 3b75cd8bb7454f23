import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded, useDocumentTitle } from '../../page/page-frame.tsx'
import { Classes } from './classes.tsx'
import { CustomerHead } from './customer-head.tsx'
import { CustomerTasks } from './customer-tasks.tsx'
import { customerQueries } from './customers.queries.ts'
import { Indicators } from './indicators.tsx'
import { Moments } from './moments.tsx'
import { ProfileForms } from './profile-form.tsx'
import { Scores } from './scores.tsx'
import { Timeline } from './timeline.tsx'

/** One customer, whole: standing and figures on the left, what happens and happened on the right. */
export const CustomerPage = (): ReactElement => {
  const { t } = useTranslation()
  const { customerId } = useParams({ from: '/in/customers/$customerId' })
  const query = useQuery(customerQueries.one(customerId))
  useDocumentTitle(query.data?.name ?? t('nav.customers'))
  return (
    <div className="page">
      <Loaded of={query} rows={12}>
        {() =>
          query.data ? (
            <div className="stack" key={customerId}>
              <CustomerHead customer={query.data} />
              <div className="customer-columns">
                <div className="stack">
                  <Classes customer={query.data} />
                  <Indicators customer={query.data} />
                  <Scores customerId={customerId} />
                  <ProfileForms customer={query.data} />
                </div>
                <div className="stack">
                  <Moments customerId={customerId} />
                  <CustomerTasks customerId={customerId} />
                  <Timeline customerId={customerId} />
                </div>
              </div>
            </div>
          ) : null
        }
      </Loaded>
    </div>
  )
}
