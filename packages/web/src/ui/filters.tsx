import dayjs from 'dayjs'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { DatePicker, Input, Select } from './antd.ts'

type ChoiceProps<Choice extends string> = {
  readonly label: string
  readonly placeholder?: string
  readonly value: Choice | undefined
  readonly options: readonly { readonly value: Choice; readonly label: string }[]
  readonly onChange: (value: Choice | undefined) => void
  readonly width?: number
  /** False: one of them always counts. */
  readonly mayClear?: boolean
}

/** One filter of a list: nothing chosen means all. */
export const FilterSelect = <Choice extends string>(props: ChoiceProps<Choice>): ReactElement => {
  const { label, placeholder, value, options, onChange, width = 160, mayClear = true } = props
  return (
    <Select<Choice | null>
      aria-label={label}
      placeholder={placeholder ?? label}
      allowClear={mayClear}
      showSearch={{ optionFilterProp: 'label' }}
      style={{ width }}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
      options={[...options]}
    />
  )
}

type TextProps = {
  readonly label: string
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
}

/** Typed, and asked for on Enter or when the field is left. */
export const FilterText = ({ label, value, onChange }: TextProps): ReactElement => {
  const set = (text: string): void => {
    if (text.trim() !== (value ?? '')) onChange(text.trim() === '' ? undefined : text.trim())
  }
  return (
    <Input
      key={value ?? ''}
      className="filter-input"
      aria-label={label}
      placeholder={label}
      defaultValue={value}
      allowClear
      onClear={() => onChange(undefined)}
      onPressEnter={({ currentTarget }) => set(currentTarget.value)}
      onBlur={({ target }) => set(target.value)}
    />
  )
}

type DaysProps = {
  readonly from: string | undefined
  readonly to: string | undefined
  readonly onChange: (days: { readonly from?: string; readonly to?: string }) => void
}

/** A span of days, both ends included. */
export const FilterDays = ({ from, to, onChange }: DaysProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <DatePicker.RangePicker
      allowEmpty={[true, true]}
      style={{ width: 250 }}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      placeholder={[t('list.fromDay'), t('list.toDay')]}
      onChange={(days) =>
        onChange({
          ...(days?.[0] ? { from: days[0].format('YYYY-MM-DD') } : {}),
          ...(days?.[1] ? { to: days[1].format('YYYY-MM-DD') } : {}),
        })
      }
    />
  )
}
