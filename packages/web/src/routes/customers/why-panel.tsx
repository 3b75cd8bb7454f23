import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Loaded } from '../../page/page-frame.tsx'
import { customerQueries } from './customers.queries.ts'
import { LevelHistory } from './level-history.tsx'
import { Explanation } from './why-explanation.tsx'

/** Why the customer stands at the level today, and how it was on other days. */
export const WhyPanel = ({ customerId, scheme }: { customerId: string; scheme: string }): ReactElement => {
  const query = useQuery(customerQueries.why(customerId, scheme))
  return (
    <div className="stack">
      <Loaded of={query}>{() => (query.data ? <Explanation why={query.data} /> : null)}</Loaded>
      <LevelHistory key={scheme} customerId={customerId} scheme={scheme} />
    </div>
  )
}
