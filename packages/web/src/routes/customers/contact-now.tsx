import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { careQueries } from './care.queries.ts'

/** May the customer be called at this moment, and for what: the one line to read before dialling. */
export const ContactNow = ({ customerId }: { customerId: string }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const { purposes } = useCatalogue()
  const now = useQuery(careQueries.mayContact(customerId))
  const byPhone = now.data?.items.filter(({ channel }) => channel === 'phone') ?? []
  if (byPhone.length === 0) return null
  return (
    <p className="row wrap small contact-now">
      <span className="muted">{t('consent.callNow')}</span>
      {purposes.flatMap(({ id, label }) => {
        const verdict = byPhone.find(({ purpose }) => purpose === id)?.verdict
        if (!verdict) return []
        return (
          <span
            key={id}
            className={verdict.isAllowed ? 'chip chip-good' : 'chip chip-bad'}
            title={name(verdict.sentence)}
          >
            {name(label)}
            {verdict.isAllowed ? ` ${t('consent.yes')}` : ` · ${t(`today.code.${verdict.code ?? 'absent'}`)}`}
          </span>
        )
      })}
    </p>
  )
}
