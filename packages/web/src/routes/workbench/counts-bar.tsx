import type { TaskCounts } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Count } from '../../ui/figures.tsx'
import { type Counted, counted, type Show } from './workbench-search.ts'

type Props = { readonly counts: TaskCounts | undefined; readonly show: Show; readonly onShow: (show: Counted) => void }

const figureOf = ({ overdue, ...counts }: TaskCounts, each: Counted): number =>
  each === 'late' ? overdue.remind + overdue.warn + overdue.escalate : counts[each]

/** Due, later and done are disjoint (G69); late is a part of due. Each figure opens its list, and closes it when pressed again. */
export const CountsBar = ({ counts, show, onShow }: Props): ReactElement => {
  const { t } = useTranslation()
  const wasLate = counts?.late ?? 0
  return (
    <fieldset className="counts" aria-label={t('workbench.counts')}>
      {counted.map((each) => (
        <button
          key={each}
          type="button"
          className={each === 'late' && counts && figureOf(counts, each) > 0 ? 'bad' : undefined}
          aria-pressed={each === show}
          title={each === 'done' && wasLate > 0 ? t('workbench.late', { count: wasLate }) : undefined}
          onClick={() => onShow(each)}
        >
          <span className="counts-figure">
            <Count value={counts && figureOf(counts, each)} />
          </span>
          <span className="counts-name">{t(`workbench.show.${each}`)}</span>
        </button>
      ))}
    </fieldset>
  )
}
