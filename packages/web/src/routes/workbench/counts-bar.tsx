import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Count } from '../../ui/figures.tsx'
import { type Counted, counted, type Show } from './workbench-search.ts'

type Counts = { readonly due: number; readonly later: number; readonly done: number; readonly late: number }

type Props = { readonly counts: Counts | undefined; readonly show: Show; readonly onShow: (show: Counted) => void }

/** Due, later and done: three disjoint counts, each of which opens its list, and closes it when pressed again; what was done late is a flag beside done. */
export const CountsBar = ({ counts, show, onShow }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <fieldset className="counts" aria-label={t('workbench.counts')}>
      {counted.map((each) => (
        <button key={each} type="button" aria-pressed={each === show} onClick={() => onShow(each)}>
          <span className="counts-figure">
            <Count value={counts?.[each]} />
          </span>
          <span className="counts-name">
            {t(`workbench.show.${each}`)}
            {each === 'done' && counts && counts.late > 0 ? (
              <span className="warn"> · {t('workbench.late', { count: counts.late })}</span>
            ) : null}
          </span>
        </button>
      ))}
    </fieldset>
  )
}
