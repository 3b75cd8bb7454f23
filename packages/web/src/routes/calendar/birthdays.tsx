import { PrinterOutlined } from '@ant-design/icons'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Birthday } from '@tend/contract'
import dayjs from 'dayjs'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { PagedTable } from '../../page/paged-table.tsx'
import { changed } from '../../search-params.ts'
import { Button, DatePicker, type TableColumnsType } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { calendarQueries } from './calendar.queries.ts'
import type { CalendarSearch } from './calendar-search.ts'

type Props = { readonly search: CalendarSearch; readonly onChange: (search: CalendarSearch) => void }

/** The birthdays of a month, next month's at first, with month and day only (G49); made to be printed. */
export const Birthdays = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const list = useInfiniteQuery(calendarQueries.birthdays(search.month, search.unit))
  const month = list.data?.pages[0]?.month ?? search.month
  return (
    <div className="stack tight print-sheet">
      <div className="row wrap no-print">
        <DatePicker
          picker="month"
          aria-label={t('calendar.month')}
          allowClear={false}
          value={month ? dayjs(`${month}-01`) : null}
          onChange={(chosen) => onChange(changed(search, { month: chosen?.format('YYYY-MM') }))}
        />
        <span className="grow" />
        <Button icon={<PrinterOutlined />} disabled={list.hasNextPage} onClick={() => globalThis.print()}>
          {t('calendar.print')}
        </Button>
      </div>
      {list.hasNextPage ? <p className="small muted no-print">{t('calendar.loadAll')}</p> : null}
      <h2 className="section-title only-print">{t('calendar.birthdaysOf', { month: month ?? '' })}</h2>
      <PagedTable<Birthday>
        of={list}
        rowKey="customerId"
        columns={useBirthdayColumns()}
        empty={<EmptyState title={t('calendar.noBirthdays')} />}
      />
    </div>
  )
}

const useBirthdayColumns = (): TableColumnsType<Birthday> => {
  const { t } = useTranslation()
  return [
    {
      key: 'day',
      title: t('calendar.fallsOn'),
      render: (_value, { day }) => <span className="figure strong">{monthDayOf(day.slice(5))}</span>,
    },
    {
      key: 'customer',
      title: t('nav.customer'),
      render: (_value, { customerId, name, isRefused }) => (
        <span className="row">
          <Link to="/customers/$customerId" params={{ customerId }}>
            {name ?? customerId}
          </Link>
          {isRefused ? <span className="chip chip-bad">{t('calendar.refused')}</span> : null}
        </span>
      ),
    },
    {
      key: 'kept',
      title: t('calendar.birthday'),
      render: (_value, { monthDay, calendar }) => (
        <span className="row">
          <span className="figure">{monthDayOf(monthDay)}</span>
          {calendar === 'lunar' ? <span className="chip">{t('calendar.lunar')}</span> : null}
        </span>
      ),
    },
    { key: 'owner', title: t('customer.owner'), render: (_value, { owner }) => owner?.name },
    { key: 'unit', title: t('customer.unit'), render: (_value, { unit }) => unit?.name },
  ]
}

const monthDayOf = (text: string): string => text.replace(/^0?(\d+)-0?(\d+)$/, '$1-$2')
