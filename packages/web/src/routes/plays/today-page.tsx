import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../page/page-frame.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { CustomerSelect } from '../customers/customer-select.tsx'
import { CustomerPlays } from './customer-plays.tsx'
import { playQueries } from './plays.queries.ts'
import { StrategyFrame } from './strategy-frame.tsx'

/** What a customer would get today, and why not the rest. */
export const TodayPage = (): ReactElement => {
  const { t } = useTranslation()
  const { customer } = useSearch({ from: '/in/plays/today' })
  const navigate = useNavigate({ from: '/plays/today' })
  return (
    <StrategyFrame title={t('play.today')} lead={t('play.todayLead')}>
      <div className="row wrap">
        <CustomerSelect
          value={customer}
          onChange={(chosen) => void navigate({ search: chosen ? { customer: chosen } : {}, replace: true })}
        />
        {customer ? (
          <Link to="/customers/$customerId" params={{ customerId: customer }}>
            {t('task.openCustomer')}
          </Link>
        ) : null}
      </div>
      {customer ? (
        <Plays customerId={customer} />
      ) : (
        <div className="card">
          <EmptyState title={t('play.chooseCustomer')} hint={t('play.chooseCustomerHint')} />
        </div>
      )}
    </StrategyFrame>
  )
}

const Plays = ({ customerId }: { customerId: string }): ReactElement => {
  const query = useQuery(playQueries.ofCustomer(customerId))
  return <Loaded of={query}>{() => (query.data ? <CustomerPlays plays={query.data} /> : null)}</Loaded>
}
