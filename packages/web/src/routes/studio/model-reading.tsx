import type { HouseModel } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

/** The figures of each kind of model that want a word, in the order in which the page shows them. */
const termsOf = {
  scorecard: ['psi', 'auc', 'ks', 'brier', 'calibration', 'lift', 'captured'],
  segments: ['psi', 'agreement', 'explained', 'sigma'],
  purchases: ['psi', 'repeats', 'correlation', 'parameters'],
} as const satisfies Record<HouseModel['kind'], readonly string[]>

/** What the figures mean and when to worry, for who is no statistician. */
export const Reading = ({ kind }: { kind: HouseModel['kind'] }): ReactElement => {
  const { t } = useTranslation()
  return (
    <details>
      <summary className="eyebrow">{t('models.reading')}</summary>
      <dl className="glossary">
        {termsOf[kind].map((term) => (
          <div key={term}>
            <dt>{t(`models.term.${term}`)}</dt>
            <dd>{t(`models.means.${term}`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
