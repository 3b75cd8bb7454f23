import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { Customer } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded, useDocumentTitle } from '../../page/page-frame.tsx'
import { Tabs } from '../../ui/antd.ts'
import { Panel } from '../../ui/panel.tsx'
import { useMe } from '../session/use-me.ts'
import { Attachments } from './attachments.tsx'
import { Classes } from './classes.tsx'
import { ConsentPanel } from './consents.tsx'
import { CustomerCases } from './customer-cases.tsx'
import { CustomerGrants } from './customer-grants.tsx'
import { CustomerHead } from './customer-head.tsx'
import { customerTabs } from './customer-search.ts'
import { CustomerTasks } from './customer-tasks.tsx'
import { customerQueries } from './customers.queries.ts'
import { Indicators } from './indicators.tsx'
import { Moments } from './moments.tsx'
import { ProfileForms } from './profile-form.tsx'
import { Ratings } from './ratings.tsx'
import { Scores } from './scores.tsx'
import { SubscriptionPanel } from './subscriptions.tsx'
import { Timeline } from './timeline.tsx'
import { TodayPlays } from './today-plays.tsx'
import { Visits } from './visits.tsx'

/** One customer, whole: the overview first, and behind it permission, plays, cases, benefits and visits. */
export const CustomerPage = (): ReactElement => {
  const { t } = useTranslation()
  const { customerId } = useParams({ from: '/in/customers/$customerId' })
  const { tab = 'overview' } = useSearch({ from: '/in/customers/$customerId' })
  const navigate = useNavigate({ from: '/customers/$customerId' })
  const query = useQuery(customerQueries.one(customerId))
  useDocumentTitle(query.data?.name ?? t('nav.customers'))
  const change = (key: string): void => {
    const next = customerTabs.find((each) => each === key)
    void navigate({ search: next && next !== 'overview' ? { tab: next } : {}, replace: true })
  }
  return (
    <div className="page">
      <Loaded of={query} rows={12}>
        {() =>
          query.data ? (
            <div className="stack customer-page" key={customerId}>
              <CustomerHead customer={query.data} isBrief={tab !== 'overview'} />
              <Tabs
                activeKey={tab}
                onChange={change}
                destroyOnHidden
                items={[
                  { key: 'overview', label: t('section.overview'), children: <Overview customer={query.data} /> },
                  { key: 'consent', label: t('section.consent'), children: <Permission customerId={customerId} /> },
                  { key: 'today', label: t('section.today'), children: <Today customerId={customerId} /> },
                  { key: 'care', label: t('section.care'), children: <Care customer={query.data} /> },
                  { key: 'visits', label: t('section.visits'), children: <Protocol customerId={customerId} /> },
                ]}
              />
            </div>
          ) : null
        }
      </Loaded>
    </div>
  )
}

/** Standing and figures on the left, what happens and happened on the right. */
const Overview = ({ customer }: { customer: Customer }): ReactElement => (
  <div className="customer-columns">
    <div className="stack">
      <Classes customer={customer} />
      <Indicators customer={customer} />
      <Scores customerId={customer.customerId} />
      <ProfileForms customer={customer} />
    </div>
    <div className="stack">
      <Moments customerId={customer.customerId} />
      <CustomerTasks customerId={customer.customerId} />
      <Timeline customerId={customer.customerId} />
    </div>
  </div>
)

const Permission = ({ customerId }: { customerId: string }): ReactElement => (
  <div className="customer-columns">
    <ConsentPanel customerId={customerId} />
    <SubscriptionPanel customerId={customerId} />
  </div>
)

const Today = ({ customerId }: { customerId: string }): ReactElement => {
  const { t } = useTranslation()
  return (
    <Panel title={t('today.title')} flush>
      <TodayPlays customerId={customerId} />
    </Panel>
  )
}

const Care = ({ customer }: { customer: Customer }): ReactElement => {
  const mayCases = useMe().permissions.includes('cases.work')
  return (
    <div className="customer-columns even">
      {mayCases ? <CustomerCases customerId={customer.customerId} /> : null}
      <div className="stack">
        <CustomerGrants customerId={customer.customerId} />
        <Ratings customer={customer} />
      </div>
    </div>
  )
}

const Protocol = ({ customerId }: { customerId: string }): ReactElement => (
  <div className="customer-columns">
    <Visits customerId={customerId} />
    <Attachments customerId={customerId} />
  </div>
)
