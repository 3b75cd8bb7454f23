import type { SimulatedScheme } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { findScheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { formatCount } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { isOrdered, LevelTag } from '../../ui/level-tag.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { migrationRows } from './migration.ts'

const signs = { same: '', up: '↑ ', down: '↓ ', other: '' } as const

/** Levels in force by levels after; the sign says what the colour says. */
export const MigrationMatrix = ({ scheme }: { scheme: SimulatedScheme }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const variant = findScheme(useCatalogue(), scheme.scheme)?.variant ?? 'stage'
  const rows = migrationRows(scheme, isOrdered(variant))
  const levelTag = (id: string | null): ReactElement => {
    const rank = scheme.levels.findIndex((level) => level.id === id)
    const level = scheme.levels[rank]
    return level ? (
      <LevelTag label={name(level.label)} rank={rank} levels={scheme.levels.length} variant={variant} />
    ) : (
      <span className="muted">{t('simulation.new')}</span>
    )
  }
  return (
    <>
      <p className="small muted panel-note row wrap">
        <span>{t('simulation.matrixHint')}</span>
        <span>
          {t('simulation.unchanged')} {formatCount(scheme.unchanged, language)}
        </span>
        {scheme.others > 0 ? (
          <span>
            {t('simulation.others')} {formatCount(scheme.others, language)}
          </span>
        ) : null}
      </p>
      <ScrollRegion label={t('simulation.matrix')}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">
                {t('simulation.from')} \ {t('simulation.to')}
              </th>
              {rows.map(({ from }) => (
                <th scope="col" key={from ?? 'none'}>
                  {levelTag(from)}
                </th>
              ))}
              <th scope="col">{t('boards.whole')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ from, cells, total }) => (
              <tr key={from ?? 'none'}>
                <th scope="row">{levelTag(from)}</th>
                {cells.map(({ to, customers, direction }) => (
                  <td key={to ?? 'none'} className={customers === 0 ? 'none' : direction}>
                    {customers === 0 ? '·' : `${signs[direction]}${formatCount(customers, language)}`}
                  </td>
                ))}
                <td className="strong">{formatCount(total, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  )
}
