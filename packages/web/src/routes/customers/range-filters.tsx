import { CloseOutlined } from '@ant-design/icons'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { isFigure } from '../../catalogue/cell.tsx'
import { useLabel } from '../../i18n/index.ts'
import { Button, InputNumber, Select } from '../../ui/antd.ts'
import { useInstitution } from '../../ui/institution.tsx'
import { type Range, readRange, writeRange } from './customers-search.ts'

type Props = { readonly ranges: readonly string[]; readonly onChange: (ranges: string[]) => void }

/** From and to of any indicator that is a figure; money is typed in major units and travels in minor ones. */
export const RangeFilters = ({ ranges, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { indicators } = useCatalogue()
  const read = ranges.flatMap((text) => readRange(text) ?? [])
  const free = indicators.filter(({ id, unit }) => isFigure(unit) && !read.some(({ indicator }) => indicator === id))
  const put = (place: number, range: Range | undefined): void =>
    onChange(read.flatMap((each, at) => (at === place ? (range ? [range] : []) : [each])).map(writeRange))
  return (
    <fieldset>
      <legend className="eyebrow">{t('customers.ranges')}</legend>
      <div className="stack tight">
        {read.map((range, place) => (
          <RangeFilter key={range.indicator} range={range} onChange={(next) => put(place, next)} />
        ))}
        <Select
          className="wide"
          aria-label={t('customers.addRange')}
          placeholder={t('customers.addRange')}
          value={null}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(indicator: string | null) =>
            indicator && onChange([...ranges, writeRange({ indicator, from: '0' })])
          }
          options={free.map(({ id, label }) => ({ value: id, label: name(label) }))}
        />
      </div>
    </fieldset>
  )
}

const RangeFilter = ({
  range,
  onChange,
}: {
  range: Range
  onChange: (range: Range | undefined) => void
}): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { indicators } = useCatalogue()
  const { currency } = useInstitution()
  const indicator = indicators.find(({ id }) => id === range.indicator)
  const label = indicator ? name(indicator.label) : range.indicator
  const factor = indicator?.unit === 'money' ? 10 ** currency.decimals : 1
  const shown = (text: string | undefined): number | undefined =>
    text === undefined || text === '' ? undefined : Number(text) / factor
  const end = (value: number | string | null): string =>
    value === null || value === '' ? '' : String(Math.round(Number(value) * factor * 1e6) / 1e6)
  const set = (ends: { from?: string; to?: string }): void => {
    const { from = '', to = '' } = { ...range, ...ends }
    onChange(
      from === '' && to === ''
        ? undefined
        : { indicator: range.indicator, ...(from ? { from } : {}), ...(to ? { to } : {}) },
    )
  }
  return (
    <div className="range">
      <span className="row between small">
        <span>{label}</span>
        <Button
          type="text"
          size="small"
          icon={<CloseOutlined />}
          aria-label={t('customers.removeRange', { name: label })}
          onClick={() => onChange(undefined)}
        />
      </span>
      <span className="row">
        <InputNumber
          size="small"
          controls={false}
          aria-label={t('customers.from', { name: label })}
          placeholder={t('customers.least')}
          {...bound(shown(range.from))}
          onBlur={({ target }) => set({ from: end(numberIn(target.value)) })}
          onPressEnter={({ target }) => set({ from: end(numberIn(typedIn(target))) })}
        />
        <span aria-hidden="true">–</span>
        <InputNumber
          size="small"
          controls={false}
          aria-label={t('customers.to', { name: label })}
          placeholder={t('customers.most')}
          {...bound(shown(range.to))}
          onBlur={({ target }) => set({ to: end(numberIn(target.value)) })}
          onPressEnter={({ target }) => set({ to: end(numberIn(typedIn(target))) })}
        />
      </span>
    </div>
  )
}

const bound = (defaultValue: number | undefined) => (defaultValue === undefined ? {} : { defaultValue })

/** The field's own text: the component around it hears the key as well. */
const typedIn = (target: EventTarget): string => (target instanceof HTMLInputElement ? target.value : '')

const numberIn = (text: string): number | null => {
  const value = Number(text.replaceAll(/[,\s]/g, ''))
  return text.trim() === '' || Number.isNaN(value) ? null : value
}
