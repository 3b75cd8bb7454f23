import { useQuery } from '@tanstack/react-query'
import type { LevelOverride } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Scheme } from '../../catalogue/catalogue.ts'
import { SchemeLevel } from '../../catalogue/level-tags.tsx'
import { Button } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { useMe } from '../session/use-me.ts'
import { customerQueries } from './customers.queries.ts'
import { LevelDialog } from './level-dialog.tsx'
import { isInForce } from './level-order.ts'

type Props = { readonly customerId: string; readonly scheme: Scheme }

/** The decision that stands for this level, and the supervisor's way to make one (G27). */
export const LevelByHand = ({ customerId, scheme }: Props): ReactElement | null => {
  const { t } = useTranslation()
  const mayDecide = useMe().permissions.includes('levels.override')
  const [isOpen, setOpen] = useState(false)
  const { data: decisions } = useQuery(customerQueries.overrides(customerId))
  const { data: why } = useQuery(customerQueries.why(customerId, scheme.id))
  const decision = decisions?.items.find((each) => each.scheme === scheme.id)
  if (!decision && !mayDecide) return null
  return (
    <section className="stack tight" aria-live="polite">
      {decision && why ? <Decision decision={decision} isPending={!isInForce(decision, why.manual)} /> : null}
      {mayDecide ? (
        <div>
          <Button size="small" onClick={() => setOpen(true)}>
            {t(decision ? 'byHand.change' : 'byHand.open')}
          </Button>
          <LevelDialog
            customerId={customerId}
            scheme={scheme}
            hasLevel={why !== undefined && why.level !== null}
            isOpen={isOpen}
            onClose={() => setOpen(false)}
          />
        </div>
      ) : null}
    </section>
  )
}

const Decision = ({ decision, isPending }: { decision: LevelOverride; isPending: boolean }): ReactElement => {
  const { t } = useTranslation()
  return (
    <>
      <p className="row wrap">
        <span className="strong">{t(decision.level === null ? 'byHand.held' : 'byHand.given')}</span>
        {decision.level === null ? null : <SchemeLevel scheme={decision.scheme} level={decision.level} />}
        <span className="small muted">
          {t('byHand.until')} <DateText value={decision.until} />
        </span>
        {isPending ? <span className="chip chip-warn">{t('byHand.tonight')}</span> : null}
      </p>
      <p className="small muted">{t('byHand.because', { reason: decision.reason, name: decision.decidedBy })}</p>
    </>
  )
}
