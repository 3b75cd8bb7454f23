import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { PersonWeek } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { DateText } from '../../ui/figures.tsx'
import { itemsOf, LoadMore } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { supervisorQueries } from './supervisor.queries.ts'
import { WeekBar } from './week-bar.tsx'

const weeksAhead = 4

/** The weeks ahead of one person; a week that is too full tells what was left out, and why. */
export const Weeks = ({ staffId, unit }: { staffId: string; unit: string }): ReactElement => {
  const { t } = useTranslation()
  const query = useQuery(supervisorQueries.capacity(unit, weeksAhead))
  const [week, setWeek] = useState<string>()
  const weeks = (query.data?.items ?? []).filter(({ staff }) => staff.staffId === staffId)
  return (
    <Loaded of={query} rows={3}>
      {() => (
        <>
          <ul className="value-list">
            {weeks.map((each) => (
              <li key={each.week}>
                <WeekLine week={each} />
                {each.leftOut > 0 ? (
                  <button
                    type="button"
                    className="link"
                    aria-expanded={week === each.week}
                    onClick={() => setWeek(week === each.week ? undefined : each.week)}
                  >
                    {t('team.showLeftOut')}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
          {week ? <LeftOut staffId={staffId} week={week} /> : null}
        </>
      )}
    </Loaded>
  )
}

const WeekLine = ({ week }: { week: PersonWeek }): ReactElement => {
  const { t } = useTranslation()
  return (
    <span className="row wrap">
      <span className="nowrap">
        {t('team.weekOf')} <DateText value={week.week} />
      </span>
      <WeekBar week={week} />
      {week.daysAway > 0 ? (
        <span className="chip chip-warn">{t('team.daysAway', { count: week.daysAway })}</span>
      ) : null}
    </span>
  )
}

const LeftOut = ({ staffId, week }: { staffId: string; week: string }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const list = useInfiniteQuery(supervisorQueries.leftOut(staffId, week))
  return (
    <Loaded of={list} rows={3}>
      {() =>
        itemsOf(list).length === 0 ? (
          <EmptyState compact title={t('team.allFits')} />
        ) : (
          <div className="card">
            <ul className="lines" aria-label={t('team.showLeftOut')}>
              {itemsOf(list).map(({ task, reason }) => (
                <li key={task.taskId}>
                  <span className="strong">
                    {task.customer.name ?? task.customer.customerId} · {name(task.reason)}
                  </span>
                  <span className="small muted">{name(reason)}</span>
                </li>
              ))}
            </ul>
            <LoadMore of={list} />
          </div>
        )
      }
    </Loaded>
  )
}
