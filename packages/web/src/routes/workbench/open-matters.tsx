import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { playName, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { DateText } from '../../ui/figures.tsx'
import { itemsOf } from '../../ui/load-more.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx'
import { careQueries } from '../customers/care.queries.ts'
import { customerQueries } from '../customers/customers.queries.ts'
import { useMe } from '../session/use-me.ts'
import { DueTime } from './task-list.tsx'

/** What the customer is still owed: cases, benefits that were offered, other work and agreed times. */
export const OpenMatters = ({ customerId, taskId }: { customerId: string; taskId: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const mayCases = useMe().permissions.includes('cases.work')
  const cases = useQuery({ ...careQueries.cases(customerId, 'open'), enabled: mayCases })
  const grants = useQuery(careQueries.grants(customerId))
  const tasks = useInfiniteQuery(customerQueries.tasks(customerId))
  const others = itemsOf(tasks).filter((task) => task.taskId !== taskId)
  const offered = grants.data?.items.filter(({ state }) => state === 'offered') ?? []
  const open = cases.data?.items ?? []
  const error = cases.error ?? grants.error ?? tasks.error
  const again = (): void => {
    void cases.refetch()
    void grants.refetch()
    void tasks.refetch()
  }
  if (error) return <ErrorState compact error={error} onRetry={again} />
  if (grants.isPending || tasks.isPending || (mayCases && cases.isPending)) return <LoadingState rows={3} />
  if (open.length + offered.length + others.length === 0) return <EmptyState compact title={t('desk.nothingElse')} />
  return (
    <ul className="matters">
      {open.map((each) => (
        <Matter key={each.caseId} chip={name(each.label)} tone={each.isLate ? 'bad' : 'warn'}>
          {name(each.text)}{' '}
          <span className={each.isLate ? 'small bad' : 'small muted'}>
            {t('cases.dueOn')} <DateText value={each.dueOn} />
          </span>
        </Matter>
      ))}
      {offered.map((grant) => (
        <Matter key={grant.grantId} chip={t('benefits.title')} tone="info">
          {name(grant.label)}{' '}
          <span className="small muted">
            {t('benefits.until')} <DateText value={grant.expiresOn} />
          </span>
        </Matter>
      ))}
      {others.map((task) => (
        <Matter key={task.taskId} chip={t(task.appointmentAt ? 'task.appointment' : 'customer.tasks')} tone="info">
          <Link to="/workbench" search={{ task: task.taskId }}>
            {playName(catalogue, task.play, name)}
          </Link>{' '}
          <span className="small muted">
            <DueTime task={task} />
          </span>
        </Matter>
      ))}
    </ul>
  )
}

const Matter = ({ chip, tone, children }: { chip: string; tone: string; children: ReactNode }): ReactElement => (
  <li>
    <span className={`chip chip-${tone}`}>{chip}</span>
    <span>{children}</span>
  </li>
)
