import type { CustomerSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { indicatorsByWeight, useCatalogue } from '../../catalogue/catalogue.ts'
import { FieldCell } from '../../catalogue/cell.tsx'
import { useLabel } from '../../i18n/index.ts'

const shownAtMost = 4

/** The few figures of the card that a person wants at hand while the telephone rings. */
export const IndicatorStrip = ({ card }: { card: CustomerSummary }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const known = indicatorsByWeight(useCatalogue()).filter(
    ({ id }) => card.indicators[id] !== null && card.indicators[id] !== undefined,
  )
  if (known.length === 0) return null
  return (
    <section aria-label={t('customer.indicators')}>
      <dl className="figures">
        {known.slice(0, shownAtMost).map(({ id, label, unit }) => (
          <div key={id}>
            <dt>{name(label)}</dt>
            <dd>
              <FieldCell id={id} unit={unit} value={card.indicators[id]} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
