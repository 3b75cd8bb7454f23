import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { type ReactElement, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type ActionProps,
  type FullField,
  type NotToggleProps,
  QueryBuilder,
  type RuleGroupType,
} from 'react-querybuilder'
import 'react-querybuilder/dist/query-builder-layout.css'
import { useLabel } from '../i18n/index.ts'
import { Button, Checkbox } from '../ui/antd.ts'
import { type ConditionField, celField, operatorsOf, type RuleGroup } from './condition.ts'
import { ConditionSelect, ConditionValue } from './condition-value.tsx'
import { operatorWord } from './operator-words.ts'
import { writeCondition } from './write-condition.ts'

type Props = {
  readonly group: RuleGroup
  readonly fields: readonly ConditionField[]
  readonly onChange: (text: string) => void
}

const celAsField: ConditionField = { id: celField, label: { zh: '', en: '' }, unit: 'flag', values: [] }

/** Lines and groups of a condition. It keeps lines that are not filled in yet; the text it tells has only those that are. */
export const ConditionBuilder = ({ group, fields, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const [query, setQuery] = useState(group as unknown as RuleGroupType)
  const options = useMemo(() => builderFields(fields, name, t('condition.celLine')), [fields, name, t])
  const change = (next: RuleGroupType): void => {
    setQuery(next)
    const text = writeCondition(next as unknown as RuleGroup, fields)
    if (text !== undefined && text !== writeCondition(query as unknown as RuleGroup, fields)) onChange(text)
  }
  const fieldOf = (id: string): ConditionField => fields.find((field) => field.id === id) ?? celAsField
  return (
    <QueryBuilder
      query={query}
      onQueryChange={change}
      fields={options}
      getOperators={(id) =>
        (id === celField ? (['holds'] as const) : operatorsOf(fieldOf(id))).map((operator) => ({
          name: operator,
          value: operator,
          label: operatorWord(operator, t),
        }))
      }
      getDefaultField={lastFieldOf(query) ?? fields[0]?.id ?? celField}
      getDefaultValue={() => ''}
      getValueSources={(id) => {
        const { unit, values } = fieldOf(id)
        const comparesFields = values.length === 0 && unit !== 'flag' && unit !== 'text'
        return comparesFields
          ? [
              { name: 'value', value: 'value', label: t('condition.withValue') },
              { name: 'field', value: 'field', label: t('condition.withField') },
            ]
          : ['value']
      }}
      getValues={(id) => fieldOf(id).values.map(({ id: value, label }) => ({ name: value, value, label: name(label) }))}
      combinators={[
        { name: 'and', value: 'and', label: t('condition.all') },
        { name: 'or', value: 'or', label: t('condition.any') },
      ]}
      showNotToggle
      listsAsArrays
      controlElements={{
        actionElement: Action,
        notToggle: Not,
        valueSelector: ConditionSelect,
        valueEditor: ConditionValue,
      }}
      translations={{
        fields: { title: t('condition.field') },
        operators: { title: t('condition.operator') },
        value: { title: t('condition.value') },
        combinators: { title: t('condition.combinator') },
        valueSourceSelector: { title: t('condition.valueSource') },
        notToggle: { label: t('condition.not'), title: t('condition.not') },
        addRule: { label: t('condition.add'), title: t('condition.add') },
        addGroup: { label: t('condition.addGroup'), title: t('condition.addGroup') },
        removeRule: { label: '×', title: t('condition.remove') },
        removeGroup: { label: '×', title: t('condition.removeGroup') },
      }}
      controlClassnames={{ queryBuilder: 'condition-builder' }}
    />
  )
}

const Action = ({ handleOnClick, label, title = '', disabled, className = '' }: ActionProps): ReactElement =>
  className.includes('remove') ? (
    <Button
      size="small"
      type="text"
      icon={<CloseOutlined />}
      className={className}
      aria-label={title}
      disabled={disabled === true}
      onClick={(event) => handleOnClick(event)}
    />
  ) : (
    <Button
      size="small"
      type="text"
      icon={<PlusOutlined aria-hidden="true" />}
      className={className}
      disabled={disabled === true}
      onClick={(event) => handleOnClick(event)}
    >
      {label}
    </Button>
  )

const Not = ({ checked, handleOnChange, label, className = '' }: NotToggleProps): ReactElement => (
  <Checkbox className={className} checked={checked === true} onChange={({ target }) => handleOnChange(target.checked)}>
    {label}
  </Checkbox>
)

/** A line that is added begins with the field of the line before it: thresholds come in pairs. */
const lastFieldOf = ({ rules }: RuleGroupType): string | undefined => {
  const last = rules.at(-1)
  return last && typeof last === 'object' && 'field' in last && last.field !== celField ? last.field : undefined
}

const builderFields = (
  fields: readonly ConditionField[],
  name: (label: ConditionField['label']) => string,
  celLine: string,
): FullField[] => [
  ...fields.map((field) => ({
    name: field.id,
    value: field.id,
    label: name(field.label),
    unit: field.unit,
    values: field.values.map(({ id, label }) => ({ name: id, value: id, label: name(label) })),
    // Only what is counted in the same unit can be compared.
    comparator: (other: FullField) => other['unit'] === field.unit && other.name !== field.id,
  })),
  { name: celField, value: celField, label: celLine },
]
