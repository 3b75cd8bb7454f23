import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { type CalendarDay, calendarKinds } from '@tend/contract'
import dayjs from 'dayjs'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { Button } from '../../ui/antd.ts'
import { FilterSelect } from '../../ui/filters.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { calendarQueries } from './calendar.queries.ts'
import type { CalendarSearch } from './calendar-search.ts'
import { DayList } from './day-list.tsx'
import { shiftMonth, weeksOf } from './month-grid.ts'

type Props = { readonly search: CalendarSearch; readonly onChange: (search: CalendarSearch) => void }

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** A month of birthdays, festivals, anniversaries, due dates and appointments: counts a day, and the day's list beside it. */
export const CareMonth = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { moments } = useCatalogue()
  const month = search.month ?? dayjs().format('YYYY-MM')
  const query = useQuery(calendarQueries.month(month, search.unit, search.moment))
  const days = new Map((query.data?.days ?? []).map((day) => [day.day, day]))
  const today = dayjs().format('YYYY-MM-DD')
  const chosen = search.day?.startsWith(month) ? search.day : today.startsWith(month) ? today : `${month}-01`
  const turn = (by: number): void => onChange(changed(search, { month: shiftMonth(month, by), day: undefined }))
  return (
    <div className="stack tight">
      <div className="row wrap">
        <Button icon={<LeftOutlined />} aria-label={t('calendar.before')} onClick={() => turn(-1)} />
        <h2 className="section-title figure">{month}</h2>
        <Button icon={<RightOutlined />} aria-label={t('calendar.after')} onClick={() => turn(1)} />
        <Button onClick={() => onChange(changed(search, { month: undefined, day: undefined }))}>
          {t('calendar.thisMonth')}
        </Button>
        <FilterSelect
          label={t('outbox.moment')}
          width={200}
          value={search.moment}
          onChange={(moment) => onChange(changed(search, { moment }))}
          options={moments
            .filter(({ kind }) => kind === 'calendar' || kind === 'expiry')
            .map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
      </div>
      <Loaded of={query}>
        {() => (
          <div className="calendar-columns">
            <ScrollRegion label={t('calendar.title')} className="card scroll-x">
              <table className="month">
                <thead>
                  <tr>
                    {weekdays.map((weekday) => (
                      <th key={weekday} scope="col">
                        {t(`calendar.weekday.${weekday}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {weeksOf(month).map((week) => (
                    <tr key={week.find((day) => day !== null)}>
                      {week.map((day, place) => (
                        <td key={day ?? weekdays[place]}>
                          {day === null ? null : (
                            <DayCell
                              day={day}
                              data={days.get(day)}
                              isToday={day === today}
                              isChosen={day === chosen}
                              onChoose={() => onChange(changed(search, { month, day }))}
                            />
                          )}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </ScrollRegion>
            <DayList day={chosen} data={days.get(chosen)} />
          </div>
        )}
      </Loaded>
    </div>
  )
}

type CellProps = {
  readonly day: string
  readonly data: CalendarDay | undefined
  readonly isToday: boolean
  readonly isChosen: boolean
  readonly onChoose: () => void
}

const DayCell = ({ day, data, isToday, isChosen, onChoose }: CellProps): ReactElement => {
  const { t } = useTranslation()
  const counts = calendarKinds
    .map((kind) => ({
      kind,
      count: (data?.counts ?? []).filter((each) => each.kind === kind).reduce((sum, each) => sum + each.count, 0),
    }))
    .filter(({ count }) => count > 0)
  return (
    <button
      type="button"
      className={data?.isWorking === false ? 'month-day off' : 'month-day'}
      aria-pressed={isChosen}
      aria-current={isToday ? 'date' : undefined}
      onClick={onChoose}
    >
      <span className="row between">
        <span className="figure strong">{Number(day.slice(8))}</span>
        {data?.name ? <span className="small month-name">{data.name}</span> : null}
      </span>
      {counts.map(({ kind, count }) => (
        <span key={kind} className={`month-count kind-${kind}`}>
          <span>{t(`calendar.kind.${kind}`)}</span>
          <span className="figure">{count}</span>
        </span>
      ))}
    </button>
  )
}
