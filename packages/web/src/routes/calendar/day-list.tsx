import { Link } from '@tanstack/react-router'
import type { CalendarDay } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { DateText } from '../../ui/figures.tsx'
import { Panel } from '../../ui/panel.tsx'
import { EmptyState } from '../../ui/states.tsx'

/** Whom a day is about; of a full day the first, and how many more there are. */
export const DayList = ({ day, data }: { day: string; data: CalendarDay | undefined }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const entries = data?.entries ?? []
  const all = (data?.counts ?? []).reduce((sum, { count }) => sum + count, 0)
  return (
    <Panel
      title={[day, data?.name].filter(Boolean).join(' · ')}
      extra={data?.isWorking === false ? <span className="chip">{t('calendar.dayOff')}</span> : null}
      flush
    >
      {entries.length === 0 ? <EmptyState compact title={t('calendar.nothing')} /> : null}
      <ul className="lines">
        {entries.map((entry) => (
          <li
            key={`${entry.kind}/${entry.moment ?? entry.taskId ?? ''}/${entry.customer?.customerId ?? name(entry.title)}`}
          >
            <span className="row wrap">
              <span className={`chip kind-${entry.kind}`}>{t(`calendar.kind.${entry.kind}`)}</span>
              {entry.customer ? (
                <Link to="/customers/$customerId" params={{ customerId: entry.customer.customerId }}>
                  {entry.customer.name ?? entry.customer.customerId}
                </Link>
              ) : null}
              {entry.customer?.isRefused ? <span className="chip chip-bad">{t('calendar.refused')}</span> : null}
              {entry.at ? <DateText value={entry.at} withTime /> : null}
            </span>
            <span className="small muted">
              {name(entry.title)}
              {entry.owner ? ` · ${entry.owner.name}` : ''}
            </span>
          </li>
        ))}
      </ul>
      {all > entries.length ? (
        <p className="small muted panel-note">{t('calendar.more', { count: all - entries.length })}</p>
      ) : null}
    </Panel>
  )
}
