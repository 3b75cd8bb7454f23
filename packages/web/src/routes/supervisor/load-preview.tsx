import type { LoadChange } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Count } from '../../ui/figures.tsx'

type Props = {
  readonly total: number
  readonly people: readonly LoadChange[]
  readonly skipped: number
  readonly sign: '+' | '−'
}

/** What a bulk command would do: how many, with whom, and what their desks look like afterwards. */
export const LoadPreview = ({ total, people, skipped, sign }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const hours = (value: number): string => formatNumber(value, language, 1)
  return (
    <div role="status" className="stack tight">
      <h3 className="eyebrow">
        {t('team.preview')} · {t('team.inAll', { count: total })}
      </h3>
      {people.length > 0 ? (
        <div className="scroll-x">
          <table className="matrix">
            <thead>
              <tr>
                <th scope="col">{t('supervisor.person')}</th>
                <th scope="col">{t('team.tasks')}</th>
                <th scope="col">{t('team.openAfter')}</th>
                <th scope="col">{t('team.hoursAfter')}</th>
              </tr>
            </thead>
            <tbody>
              {people.map(({ staff, tasks, openBefore, openAfter, hoursBefore, hoursAfter }) => (
                <tr key={staff.staffId}>
                  <th scope="row">{staff.name}</th>
                  <td className="strong">
                    {sign}
                    <Count value={tasks} />
                  </td>
                  <td>
                    <span className="muted">{openBefore} → </span>
                    {openAfter}
                  </td>
                  <td>
                    <span className="muted">{hours(hoursBefore)} → </span>
                    {hours(hoursAfter)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {skipped > 0 ? <p className="small warn">{t('supervisor.skipped', { count: skipped })}</p> : null}
    </div>
  )
}
