import type { CaseSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'

const chipOf: Readonly<Record<CaseSummary['state'], string>> = {
  open: 'chip chip-info',
  working: 'chip chip-info',
  answered: 'chip chip-good',
  closed: 'chip',
  declined: 'chip',
}

/** Where a case stands, and whether it is late. */
export const CaseStateChip = ({ of }: { of: Pick<CaseSummary, 'state' | 'isLate' | 'isDue'> }): ReactElement => {
  const { t } = useTranslation()
  return (
    <span className="row">
      <span className={chipOf[of.state]}>{t(`case.state.${of.state}`)}</span>
      {of.isLate ? <span className="chip chip-bad">{t('case.late')}</span> : null}
      {of.isDue && !of.isLate ? <span className="chip chip-warn">{t('case.due')}</span> : null}
    </span>
  )
}
