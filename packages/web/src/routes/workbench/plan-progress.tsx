import { memo, type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Label, useLabel } from '../../i18n/index.ts'
import { Count } from '../../ui/figures.tsx'

export type PlanCount = {
  readonly play: string
  readonly name: Label
  readonly theme: { readonly themeId: string } | null
  readonly done: number
  readonly doneToday: number
  readonly total: number
}

/** Every plan with what was done of it (S156, second widget). */
export const PlanProgress = memo(({ plans }: { plans: readonly PlanCount[] }): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  // On a low screen the queue needs the room.
  const [isTall] = useState(() => window.matchMedia('(min-width: 768px) and (min-height: 880px)').matches)
  if (plans.length === 0) return null
  return (
    <details className="plans" open={isTall}>
      <summary className="eyebrow">{t('workbench.plans')}</summary>
      <ul>
        {plans.map(({ play, theme, name: label, done, doneToday, total }) => (
          <li key={theme?.themeId ?? play}>
            <span className="ellipsis">{name(label)}</span>
            <span className="bar" aria-hidden="true">
              <i style={{ width: `${total === 0 ? 0 : Math.round((100 * done) / total)}%` }} />
            </span>
            <span className="figure small">
              <Count value={done} /> / <Count value={total} />
            </span>
            <span className="figure small muted">{t('workbench.doneToday', { count: doneToday })}</span>
          </li>
        ))}
      </ul>
    </details>
  )
})
