import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import dayjs from 'dayjs'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { dayOf } from '../../format.ts'
import { Loaded, PageFrame } from '../../page/page-frame.tsx'
import { Button, Grid, Popover, Segmented } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { useInstitution } from '../../ui/institution.tsx'
import { appointmentQueries } from './appointments.queries.ts'
import { type AppointmentsSearch, type CalendarView, calendarViews } from './appointments-search.ts'
import { DayList } from './day-list.tsx'
import { Feed } from './feed.tsx'
import { spanOf, stepOf } from './span.ts'
import { SpanGrid } from './span-grid.tsx'

type Shown = { readonly view: CalendarView; readonly day: string }

/** Agreed times (S156): three disjoint counts, and the days as a calendar; on a phone the list of one day. */
export const AppointmentsPage = (): ReactElement => {
  const { t } = useTranslation()
  const { timeZone } = useInstitution()
  const search = useSearch({ from: '/in/appointments' })
  const navigate = useNavigate({ from: '/appointments' })
  const isDesk = Grid.useBreakpoint().md !== false
  const today = dayOf(new Date().toISOString(), timeZone)
  const day = search.day ?? today
  const view: CalendarView = isDesk ? (search.view ?? 'week') : 'day'
  const days = spanOf(view, day)
  const query = useQuery(appointmentQueries.range(days[0] ?? day, days.at(-1) ?? day))
  // From where the address is by then: who presses twice goes two steps, however slow the page is.
  const show = (next: (from: Shown) => Partial<Shown>): void =>
    void navigate({
      search: (address: AppointmentsSearch): AppointmentsSearch => {
        const from: Shown = { view: isDesk ? (address.view ?? 'week') : 'day', day: address.day ?? today }
        const to = { ...from, ...next(from) }
        return {
          ...(to.view === 'week' ? {} : { view: to.view }),
          ...(to.day === today ? {} : { day: to.day }),
        }
      },
      replace: true,
    })
  const step = (by: 1 | -1): void => show(({ view: shown, day: from }) => ({ day: stepOf(shown, from, by) }))
  return (
    <PageFrame
      title={t('appointments.title')}
      actions={
        <Popover trigger={['click']} placement="bottomRight" title={t('appointments.feed')} content={<Feed />}>
          <Button>{t('appointments.feed')}</Button>
        </Popover>
      }
    >
      <div className="stack">
        <div className="row wrap between">
          <div className="row">
            <Button icon={<LeftOutlined />} aria-label={t('appointments.previous')} onClick={() => step(-1)} />
            <Button icon={<RightOutlined />} aria-label={t('appointments.next')} onClick={() => step(1)} />
            <Button onClick={() => show(() => ({ day: today }))}>{t('appointments.today')}</Button>
            <span className="strong figure">{titleOf(view, days, day)}</span>
          </div>
          {isDesk ? (
            <Segmented
              aria-label={t('appointments.calendar')}
              value={view}
              onChange={(chosen) => show(() => ({ view: chosen }))}
              options={calendarViews.map((value) => ({ value, label: t(`appointments.${value}`) }))}
            />
          ) : null}
        </div>
        <Counts counts={query.data?.counts} />
        <Loaded of={query} rows={8}>
          {() =>
            view === 'day' ? (
              <DayList appointments={query.data?.items ?? []} />
            ) : (
              <SpanGrid
                view={view}
                days={days}
                today={today}
                month={day.slice(0, 7)}
                appointments={query.data?.items ?? []}
                onDay={(chosen) => show(() => ({ view: 'day', day: chosen }))}
              />
            )
          }
        </Loaded>
      </div>
    </PageFrame>
  )
}

const titleOf = (view: CalendarView, days: readonly string[], day: string): string => {
  if (view === 'month') return dayjs(day).format('YYYY-MM')
  return view === 'day' ? day : `${days[0]} – ${days.at(-1)?.slice(5)}`
}

type CountsProps = {
  readonly counts: { readonly done: number; readonly due: number; readonly later: number } | undefined
}

const Counts = ({ counts }: CountsProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <dl className="appointment-counts">
      {(['due', 'later', 'done'] as const).map((each) => (
        <div key={each}>
          <dd className="counts-figure">
            <Count value={counts?.[each]} />
          </dd>
          <dt className="counts-name">{t(`appointments.${each}`)}</dt>
        </div>
      ))}
    </dl>
  )
}
