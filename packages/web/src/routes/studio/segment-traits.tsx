import type { ModelResult } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Cell } from '../../catalogue/cell.tsx'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'

export type Segment = Extract<ModelResult, { kind: 'segments' }>['segments'][number]

/** From how many standard deviations on a difference is worth its word. */
const farFrom = 2
const clearFrom = 1
const slightFrom = 0.3

const distanceOf = (difference: number): 'far' | 'clear' | 'slight' | 'none' => {
  const size = Math.abs(difference)
  return size >= farFrom ? 'far' : size >= clearFrom ? 'clear' : size >= slightFrom ? 'slight' : 'none'
}

/** What sets a segment apart, in words and in standard deviations. */
export const SegmentTraits = ({ traits }: { traits: Segment['traits'] }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  return (
    <ul className="small traits">
      {traits.map(({ label, unit, mean, difference }) => (
        <li key={label.en}>
          {name(label)} <Cell unit={unit} value={mean} />{' '}
          <span className="muted">
            {t(`models.${difference > 0 ? 'above' : 'below'}.${distanceOf(difference)}`)}
            {t('value.bracketed', { text: `${difference > 0 ? '+' : ''}${formatNumber(difference, language, 1)}σ` })}
          </span>
        </li>
      ))}
    </ul>
  )
}
