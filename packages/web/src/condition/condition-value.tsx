import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import type { ValueEditorProps, ValueSelectorProps } from 'react-querybuilder'
import { currencyName, formatPercent } from '../format.ts'
import { useLanguage } from '../i18n/index.ts'
import { Input, InputNumber, Select } from '../ui/antd.ts'
import { useInstitution } from '../ui/institution.tsx'
import { type ConditionField, celField } from './condition.ts'

type Option = { readonly value: string; readonly label: string }

/** A choice of the builder; its name is read out. */
export const ConditionSelect = (props: ValueSelectorProps): ReactElement => {
  const { className, title = '', value, options, multiple = false, handleOnChange } = props
  const choices = options.map(({ label, ...option }) => ({ label, value: (option as unknown as Option).value }))
  const shared = {
    className: className ?? '',
    'aria-label': title,
    showSearch: { optionFilterProp: 'label' },
    popupMatchSelectWidth: false,
    options: choices,
  } as const
  return multiple ? (
    <Select<string[]>
      {...shared}
      mode="multiple"
      value={(Array.isArray(value) ? value : [value]).filter((each): each is string => each !== '')}
      onChange={handleOnChange}
    />
  ) : (
    <Select<string> {...shared} value={String(value ?? '')} onChange={handleOnChange} />
  )
}

/** What a line compares with, by the unit of its field: a choice, an amount, a day, a text. */
export const ConditionValue = (props: ValueEditorProps): ReactElement | null => {
  const { t } = useTranslation()
  const { field, operator, value, handleOnChange, fieldData, valueSource, values, className } = props
  const name = t('condition.value')
  if (operator === 'is' || operator === 'isNot' || operator === 'known' || operator === 'unknown') return null
  if (field === celField)
    return (
      <Input.TextArea
        className={`${className} cel`}
        aria-label={t('condition.cel')}
        autoSize={{ minRows: 1, maxRows: 6 }}
        value={String(value ?? '')}
        onChange={({ target }) => handleOnChange(target.value)}
      />
    )
  const { unit, values: choices } = fieldData as unknown as Partial<ConditionField>
  if (valueSource === 'field' || (choices && choices.length > 0))
    return (
      <ConditionSelect
        {...props}
        title={name}
        options={values ?? []}
        multiple={operator === 'in' || operator === 'notIn'}
        listsAsArrays
      />
    )
  if (unit === 'date' || unit === 'text' || unit === undefined)
    return (
      <Input
        className={className}
        aria-label={name}
        type={unit === 'date' ? 'date' : 'text'}
        value={String(value ?? '')}
        onChange={({ target }) => handleOnChange(target.value)}
      />
    )
  return <Amount value={value} unit={unit} name={name} onChange={handleOnChange} />
}

type AmountProps = {
  readonly value: unknown
  readonly unit: ConditionField['unit']
  readonly name: string
  readonly onChange: (value: number | '') => void
}

/** Money is typed in major units, as conditions are written. */
const Amount = ({ value, unit, name, onChange }: AmountProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { currency } = useInstitution()
  const shown = typeof value === 'number' ? value : null
  const suffix: string | undefined =
    unit === 'money'
      ? currencyName(currency, language)
      : unit === 'days'
        ? t('condition.dayUnit')
        : unit === 'ratio' && shown !== null
          ? `= ${formatPercent(shown, language, 2)}`
          : undefined
  return (
    <InputNumber<number>
      className="condition-amount"
      aria-label={name}
      controls={false}
      value={shown}
      {...(suffix === undefined ? {} : { suffix })}
      formatter={(typed) => thousands(String(typed ?? ''))}
      parser={(text) => Number((text ?? '').replaceAll(/[,\s]/g, ''))}
      onChange={(next) => onChange(next ?? '')}
    />
  )
}

const thousands = (text: string): string => {
  const [whole = '', ...rest] = text.split('.')
  return [whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ','), ...rest].join('.')
}
