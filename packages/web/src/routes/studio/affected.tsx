import { Link } from '@tanstack/react-router'
import type { AffectedCustomer } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { findScheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { FieldCell } from '../../catalogue/cell.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Panel } from '../../ui/panel.tsx'
import { useMe } from '../session/use-me.ts'

const signs = { up: '↑', down: '↓', other: '→' } as const

/** The customers whom the change moves most, each with why and a way to their page. */
export const Affected = ({ customers }: { customers: readonly AffectedCustomer[] }): ReactElement => {
  const { t } = useTranslation()
  return (
    <Panel
      title={t('simulation.affected')}
      extra={<span className="small muted">{t('simulation.affectedCount', { count: customers.length })}</span>}
      flush
    >
      <ul className="lines affected" aria-label={t('simulation.affected')}>
        {customers.map((customer) => (
          <AffectedRow key={`${customer.customerId}/${customer.scheme}`} customer={customer} />
        ))}
      </ul>
    </Panel>
  )
}

const AffectedRow = ({ customer }: { customer: AffectedCustomer }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const catalogue = useCatalogue()
  const { permissions } = useMe()
  const scheme = findScheme(catalogue, customer.scheme)
  const { customerId, direction, from, to } = customer
  return (
    <li>
      <div className="row wrap">
        {permissions.includes('customers.view') ? (
          <Link to="/customers/$customerId" params={{ customerId }} className="strong">
            {customer.name ?? customerId}
          </Link>
        ) : (
          <strong>{customer.name ?? customerId}</strong>
        )}
        <span className="small muted figure">{customerId}</span>
        <span className={direction === 'up' ? 'chip chip-good' : direction === 'down' ? 'chip chip-bad' : 'chip'}>
          {signs[direction]} {scheme ? `${name(scheme.label)} ` : ''}
          {from ? name(from.label) : t('simulation.new')} → {to ? name(to.label) : t('simulation.new')}
        </span>
        <span className="small muted">
          {[customer.unitName, customer.ownerName].filter((each) => each !== null).join(' · ')}
        </span>
      </div>
      <p>{name(customer.why)}</p>
      {customer.values.length > 0 ? (
        <p className="small muted row wrap">
          {customer.values.map(({ id, label, unit, value }) => (
            <span key={id}>
              {name(label)} <FieldCell id={id} unit={unit} value={value} />
            </span>
          ))}
        </p>
      ) : null}
    </li>
  )
}
