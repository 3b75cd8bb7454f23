import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import type { Holiday, Holidays } from '@tend/contract'
import dayjs from 'dayjs'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Alert, App, Button, DatePicker, Input, Segmented, type TableColumnsType } from '../../ui/antd.ts'
import { DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { HolidayTextDialog } from './holiday-text-dialog.tsx'
import { holidayQueries, useSaveHolidays } from './holidays.queries.ts'

type Props = { readonly year: string | undefined; readonly onYear: (year: string) => void }

/** Days off and make-up workdays of a year; a year that nobody has entered is said aloud. */
export const HolidayTable = ({ year, onYear }: Props): ReactElement => {
  const { t } = useTranslation()
  const thisYear = dayjs().year()
  const shown = year === undefined ? thisYear : Number(year)
  const query = useQuery(holidayQueries.year(shown))
  const years = [...new Set([thisYear - 1, thisYear, thisYear + 1, shown])].sort((a, b) => a - b)
  return (
    <div className="stack tight">
      {(query.data?.missingYears ?? []).map((missing) => (
        <Alert
          key={missing}
          type="warning"
          showIcon
          title={t('holiday.missing', { year: missing })}
          action={
            missing === shown ? null : (
              <Button size="small" onClick={() => onYear(String(missing))}>
                {t('holiday.enter', { year: missing })}
              </Button>
            )
          }
        />
      ))}
      <div className="scroll-x">
        <Segmented
          aria-label={t('holiday.year')}
          value={String(shown)}
          onChange={onYear}
          options={years.map((each) => ({ value: String(each), label: String(each) }))}
        />
      </div>
      <Loaded of={query}>
        {() => (query.data ? <Year key={`${shown}/${query.dataUpdatedAt}`} year={shown} data={query.data} /> : null)}
      </Loaded>
    </div>
  )
}

/** A day keeps its key while it is moved, so that the line under the hand stays where it is. */
type Line = Holiday & { readonly key: string }

const Year = ({ year, data }: { year: number; data: Holidays }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [lines, setLines] = useState<readonly Line[]>(() => data.items.map((item) => ({ ...item, key: item.day })))
  const [isDirty, setDirty] = useState(false)
  const [isPasting, setPasting] = useState(false)
  const save = useSaveHolidays(year)
  const { manage } = data.may
  const change = (next: readonly Line[]): void => {
    setLines(next)
    setDirty(true)
  }
  const columns = useHolidayColumns(lines, manage ? change : undefined)
  const add = (): void => {
    const day = `${year}-01-01`
    change([{ key: `new-${lines.length}-${Date.now()}`, day, name: t('holiday.newName'), isWorking: false }, ...lines])
  }
  const keep = (): void =>
    save.mutate(
      { items: lines.map(({ key: _key, ...item }) => item), preview: false },
      {
        onSuccess: () => void message.success(t('holiday.saved')),
        onError: (error) => void message.error(messageOf(error, language)),
      },
    )
  const source = data.years.find((each) => each.year === year)?.source
  return (
    <div className="stack tight">
      <div className="row wrap">
        <span className="small muted">{source ? t(`holiday.source.${source}`) : t('holiday.notEntered')}</span>
        <span className="grow" />
        {manage ? (
          <>
            <Button icon={<PlusOutlined />} onClick={add}>
              {t('holiday.add')}
            </Button>
            <Button onClick={() => setPasting(true)}>{t('holiday.paste')}</Button>
            <Button type="primary" disabled={!isDirty} loading={save.isPending} onClick={keep}>
              {t('action.save')}
            </Button>
          </>
        ) : null}
      </div>
      <div className="card clip">
        {lines.length === 0 ? (
          <EmptyState title={t('holiday.none', { year })} hint={t('holiday.noneHint')} />
        ) : (
          <WideTable<Line> rowKey="key" dataSource={[...lines]} columns={columns} />
        )}
      </div>
      {isPasting ? <HolidayTextDialog year={year} onClose={() => setPasting(false)} /> : null}
    </div>
  )
}

const useHolidayColumns = (
  lines: readonly Line[],
  onChange: ((lines: readonly Line[]) => void) | undefined,
): TableColumnsType<Line> => {
  const { t } = useTranslation()
  const set = (key: string, part: Partial<Holiday>): void =>
    onChange?.(lines.map((line) => (line.key === key ? { ...line, ...part } : line)))
  return [
    {
      key: 'day',
      title: t('holiday.day'),
      render: (_value, { key, day }) =>
        onChange ? (
          <DatePicker
            size="small"
            aria-label={t('holiday.day')}
            allowClear={false}
            value={dayjs(day)}
            onChange={(chosen) => chosen && set(key, { day: chosen.format('YYYY-MM-DD') })}
          />
        ) : (
          <DateText value={day} />
        ),
    },
    {
      key: 'weekday',
      title: t('holiday.weekday'),
      render: (_value, { day }) => <span className="muted">{t(`calendar.weekday.${weekdayOf(day)}`)}</span>,
    },
    {
      key: 'name',
      title: t('holiday.name'),
      render: (_value, { key, name }) =>
        onChange ? (
          <Input
            size="small"
            aria-label={t('holiday.name')}
            value={name}
            maxLength={100}
            onChange={({ target }) => set(key, { name: target.value })}
          />
        ) : (
          name
        ),
    },
    {
      key: 'kind',
      title: t('holiday.kind'),
      render: (_value, { key, isWorking }) =>
        onChange ? (
          <Segmented
            size="small"
            aria-label={t('holiday.kind')}
            value={isWorking ? 'working' : 'off'}
            onChange={(kind) => set(key, { isWorking: kind === 'working' })}
            options={[
              { value: 'off', label: t('holiday.off') },
              { value: 'working', label: t('holiday.working') },
            ]}
          />
        ) : (
          <span className={isWorking ? 'chip chip-warn' : 'chip chip-good'}>
            {t(isWorking ? 'holiday.working' : 'holiday.off')}
          </span>
        ),
    },
    ...(onChange
      ? [
          {
            key: 'remove',
            title: t('users.actions'),
            render: (_value: unknown, { key }: Line) => (
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('holiday.remove')}
                onClick={() => onChange(lines.filter((line) => line.key !== key))}
              />
            ),
          },
        ]
      : []),
  ]
}

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const
const weekdayOf = (day: string): (typeof weekdays)[number] => weekdays[dayjs(day).day()] ?? 'mon'
