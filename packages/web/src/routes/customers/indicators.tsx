import type { Catalogue, Customer } from '@tend/contract'
import { lazy, type ReactElement, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { indicatorsByWeight, useCatalogue } from '../../catalogue/catalogue.ts'
import { FieldCell } from '../../catalogue/cell.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Panel } from '../../ui/panel.tsx'
import { LoadingState } from '../../ui/states.tsx'

const SeriesChart = lazy(async () => ({ default: (await import('./series-chart.tsx')).SeriesChart }))

/** Every indicator with its value; one that has a monthly chart opens it. */
export const Indicators = ({ customer }: { customer: Customer }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { indicators } = useCatalogue()
  const [chosen, setChosen] = useState(() => indicators.find(({ chart }) => chart)?.id)
  const charted = indicatorsByWeight({ indicators }).filter(({ chart, unit }) => chart || unit === 'score')
  const others = indicators.filter(({ id }) => !charted.some((each) => each.id === id))
  const shown = indicators.find(({ id }) => id === chosen)
  return (
    <Panel title={t('customer.indicators')}>
      <div className="stack">
        {shown ? (
          <Suspense fallback={<LoadingState rows={4} />}>
            <SeriesChart
              customerId={customer.customerId}
              indicator={shown.id}
              title={name(shown.label)}
              unit={shown.unit}
            />
          </Suspense>
        ) : null}
        <IndicatorGrid customer={customer} indicators={charted} chosen={chosen} onChoose={setChosen} />
        {others.length > 0 ? (
          <details>
            <summary className="eyebrow">{t('customer.moreIndicators', { count: others.length })}</summary>
            <IndicatorGrid customer={customer} indicators={others} chosen={chosen} onChoose={setChosen} />
          </details>
        ) : null}
      </div>
    </Panel>
  )
}

type GridProps = {
  readonly customer: Customer
  readonly indicators: Catalogue['indicators']
  readonly chosen: string | undefined
  readonly onChoose: (indicator: string) => void
}

const IndicatorGrid = ({ customer, indicators, chosen, onChoose }: GridProps): ReactElement => {
  const name = useLabel()
  return (
    <ul className="indicator-grid">
      {indicators.map(({ id, label, unit, chart, description }) => {
        const figure = (
          <>
            <span className="small muted">{name(label)}</span>
            <span className="indicator-value">
              <FieldCell id={id} unit={unit} value={customer.indicators[id]} />
            </span>
          </>
        )
        return (
          <li key={id} title={description ? name(description) : undefined}>
            {chart ? (
              <button type="button" aria-pressed={id === chosen} onClick={() => onChoose(id)}>
                {figure}
              </button>
            ) : (
              <div>{figure}</div>
            )}
          </li>
        )
      })}
    </ul>
  )
}
