import { Link } from '@tanstack/react-router'
import type { CustomerSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { FieldCell } from '../../catalogue/cell.tsx'
import { LevelTags } from '../../catalogue/level-tags.tsx'
import { useLabel } from '../../i18n/index.ts'
import { shownColumns } from './columns.ts'
import type { CustomersSearch } from './customers-search.ts'

const figuresAtMost = 3

/** The list on a phone: a card a customer. */
export const CustomerCards = ({
  customers,
  search,
}: {
  customers: readonly CustomerSummary[]
  search: CustomersSearch
}): ReactElement => {
  const name = useLabel()
  const catalogue = useCatalogue()
  const shown = shownColumns(catalogue, search.columns).slice(0, figuresAtMost)
  return (
    <ul className="customer-cards">
      {customers.map((customer) => (
        <li key={customer.customerId}>
          <Link to="/customers/$customerId" params={{ customerId: customer.customerId }}>
            <span className="row between">
              <span className="strong">{customer.name ?? customer.customerId}</span>
              <span className="small muted">{customer.owner?.name}</span>
            </span>
            <LevelTags levels={customer.levels} />
            <span className="card-figures">
              {catalogue.indicators
                .filter(({ id }) => shown.includes(id))
                .map(({ id, label, unit }) => (
                  <span key={id}>
                    <span className="small muted">{name(label)}</span>
                    <FieldCell id={id} unit={unit} value={customer.indicators[id]} moneyStyle="compact" />
                  </span>
                ))}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
