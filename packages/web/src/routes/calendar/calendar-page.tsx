import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { PageFrame } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { Tabs } from '../../ui/antd.ts'
import { HolidayTable } from '../holidays/holiday-table.tsx'
import { useMe } from '../session/use-me.ts'
import { Birthdays } from './birthdays.tsx'
import type { CalendarSearch } from './calendar-search.ts'
import { CareMonth } from './care-month.tsx'

/** Days to think of: the care calendar, the birthday list of a month, and the days off. */
export const CalendarPage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/calendar' })
  const navigate = useNavigate({ from: '/calendar' })
  const maySee = useMe().permissions.includes('customers.view')
  const change = (next: CalendarSearch): void => void navigate({ search: next, replace: true })
  const holidays = {
    key: 'holidays',
    label: t('holiday.title'),
    children: <HolidayTable year={search.year} onYear={(year) => change({ tab: 'holidays', year })} />,
  }
  const items = maySee
    ? [
        { key: 'care', label: t('calendar.title'), children: <CareMonth search={search} onChange={change} /> },
        {
          key: 'birthdays',
          label: t('calendar.birthdays'),
          children: <Birthdays search={search} onChange={change} />,
        },
        holidays,
      ]
    : [holidays]
  return (
    <PageFrame
      title={t('nav.calendar')}
      actions={
        maySee && search.tab !== 'holidays' ? (
          <UnitSelect value={search.unit} onChange={(unit) => change(changed(search, { unit }))} />
        ) : null
      }
    >
      <Tabs
        activeKey={maySee ? (search.tab ?? 'care') : 'holidays'}
        onChange={(tab) =>
          change({
            ...(tab === 'care' ? {} : { tab: tab as NonNullable<CalendarSearch['tab']> }),
            ...(search.unit ? { unit: search.unit } : {}),
          })
        }
        destroyOnHidden
        items={items}
      />
    </PageFrame>
  )
}
