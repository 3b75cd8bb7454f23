import type { RouteResponse, ThemePreview } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

/** How many would get it, who would not and why, by unit, and the hours that it takes against those there are. */
export const ThemePreviewView = ({ preview }: { preview: ThemePreview }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const outside = preview.leftOut.reduce((sum, { customers }) => sum + customers, 0)
  return (
    <div className="stack" role="status">
      <ul className="line-counts" aria-label={t('theme.previewTitle')}>
        <Tile title={t('theme.segment')} value={preview.segment} />
        <Tile title={t('theme.wanted')} value={preview.wanted} />
        <Tile title={t('theme.tasks')} value={preview.tasks} />
        {preview.merged > 0 ? <Tile title={t('theme.merged')} value={preview.merged} /> : null}
        <Tile title={t('theme.leftOut')} value={outside} />
      </ul>
      {preview.merged > 0 ? <p className="small muted">{t('theme.mergedHint')}</p> : null}
      <Hours preview={preview} />
      {preview.leftOut.length > 0 ? (
        <section>
          <h3 className="group-title">{t('theme.whyLeftOut')}</h3>
          <ul className="value-list">
            {preview.leftOut.map(({ code, label, customers }) => (
              <li key={code}>
                <span>{name(label)}</span>
                <Count value={customers} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <div className="grid-2">
        <ByUnit preview={preview} />
        <Examples preview={preview} />
      </div>
      <p className="small muted">
        {t('freshness.asOf')} <DateText value={preview.asOf} />
      </p>
    </div>
  )
}

const Tile = ({ title, value }: { title: string; value: number }): ReactElement => (
  <li className="plain-tile">
    <span className="small muted">{title}</span>
    <span className="tile-figure small-tile">
      <Count value={value} />
    </span>
  </li>
)

const Hours = ({ preview }: { preview: ThemePreview }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { minutesNeeded, minutesAvailable, people } = preview
  const isOver = minutesNeeded > minutesAvailable
  const share = minutesAvailable === 0 ? (minutesNeeded > 0 ? 1 : 0) : minutesNeeded / minutesAvailable
  const hours = (minutes: number): string => formatNumber(minutes / 60, language, 1)
  return (
    <div>
      <span className={isOver ? 'bar wide over' : 'bar wide'} aria-hidden="true">
        <i style={{ width: `${Math.min(100, Math.round(100 * share))}%` }} />
      </span>
      <p className={isOver ? 'bad' : ''}>
        {t('theme.hours', { needed: hours(minutesNeeded), available: hours(minutesAvailable), people })}
        {isOver ? ` ${t('theme.tooMuch')}` : ''}
      </p>
    </div>
  )
}

const ByUnit = ({ preview }: { preview: ThemePreview }): ReactElement => {
  const { t } = useTranslation()
  return (
    <section>
      <h3 className="group-title">{t('theme.byUnit')}</h3>
      <ScrollRegion label={t('theme.byUnit')}>
        <table className="matrix">
          <thead>
            <tr>
              <th scope="col">{t('customer.unit')}</th>
              <th scope="col">{t('theme.wanted')}</th>
              <th scope="col">{t('theme.leftOut')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.byUnit.map(({ unit, wanted, leftOut }) => (
              <tr key={unit.unitId}>
                <th scope="row">{unit.name}</th>
                <td>
                  <Count value={wanted} />
                </td>
                <td>
                  <Count value={leftOut} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  )
}

type Example = RouteResponse<'previewTheme'>['examples'][number]

const Examples = ({ preview }: { preview: ThemePreview }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const line = ({ customerId, name: customer, code, sentence }: Example): ReactElement => (
    <li key={customerId}>
      <span className={code === null ? 'strong yes' : 'strong no'}>{customer ?? customerId}</span>
      <span className="small muted">{name(sentence)}</span>
    </li>
  )
  return (
    <section>
      <h3 className="group-title">{t('theme.examples')}</h3>
      <ul className="value-list stacked">{preview.examples.map(line)}</ul>
    </section>
  )
}
