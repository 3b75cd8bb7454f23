import type { StudioPack } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConditionEditor, Judgement } from '../../condition/condition-editor.tsx'
import { type Label, useLabel, useLanguage } from '../../i18n/index.ts'
import { Button, Input, InputNumber, Select, Switch } from '../../ui/antd.ts'
import { choiceText } from './choice-text.ts'
import { type Content, flagOf, labelOf, numberOf, textOf } from './definition-text.ts'
import type { FormField as FieldShape } from './form-fields.ts'
import { inWords, namesFor } from './pack-names.ts'

type Value = string | number | boolean | Label | undefined

type Props = {
  readonly field: FieldShape
  readonly content: Content
  readonly onChange: (value: Value) => void
  readonly pack: StudioPack
  readonly fact: string | undefined
  readonly version: number
  /** What the field belongs to, read out before its own name: a level. */
  readonly of?: string
}

/** One property of a definition, changed as its kind asks. */
export const FormField = (props: Props): ReactElement => {
  const { t } = useTranslation()
  const { field, of } = props
  const title = t(`property.${field.text}`)
  const name = of ? `${of}：${title}` : title
  return (
    <div className={shapes[field.as] ?? 'form-field'}>
      <span className="eyebrow">{title}</span>
      <Control {...props} name={name} />
    </div>
  )
}

/** Conditions and sentences take the whole width. */
const shapes: Readonly<Partial<Record<FieldShape['as'], string>>> = {
  condition: 'form-field wide line',
  sentence: 'form-field wide',
  label: 'form-field name',
}

const Control = (props: Props & { readonly name: string }): ReactElement => {
  const { field, content, onChange, name, pack, version } = props
  const { t } = useTranslation()
  const text = textOf(content, field.key) ?? ''
  switch (field.as) {
    case 'label':
    case 'sentence':
      return <TwoLanguages {...props} />
    case 'line':
      return <Input aria-label={name} value={text} onChange={({ target }) => onChange(target.value || undefined)} />
    case 'number':
    case 'share':
      return (
        <InputNumber<number>
          aria-label={name}
          className="wide"
          min={0}
          {...(field.as === 'share' ? { max: 100, suffix: '%' } : field.most ? { max: field.most } : {})}
          value={shownNumber(numberOf(content, field.key), field.as)}
          onChange={(next) => onChange(next === null ? undefined : field.as === 'share' ? rounded(next / 100) : next)}
        />
      )
    case 'flag':
      return (
        <Switch aria-label={name} checked={flagOf(content, field.key)} onChange={(on) => onChange(on || undefined)} />
      )
    case 'choice':
      return (
        <Select<string>
          aria-label={name}
          className="wide"
          value={text || (field.choices?.[0] ?? '')}
          onChange={onChange}
          options={(field.choices ?? []).map((choice) => ({ value: choice, label: t(choiceText(choice)) }))}
        />
      )
    case 'name':
      return <NameSelect {...props} />
    case 'formula':
      return (
        <div className="stack tight">
          <Input.TextArea
            className="cel"
            aria-label={name}
            autoSize={{ minRows: 1, maxRows: 6 }}
            spellCheck={false}
            value={text}
            onChange={({ target }) => onChange(target.value || undefined)}
          />
          {props.fact === undefined ? <Judgement text={text} version={version} /> : null}
        </div>
      )
    case 'condition':
      return <Condition {...props} pack={pack} text={text} />
  }
}

const shownNumber = (value: number | undefined, as: FieldShape['as']): number | null =>
  value === undefined ? null : as === 'share' ? rounded(value * 100) : value

const rounded = (value: number): number => Math.round(value * 1e8) / 1e8

const TwoLanguages = ({ field, content, onChange, name }: Props & { readonly name: string }): ReactElement => {
  const { t } = useTranslation()
  const label = labelOf(content, field.key) ?? { zh: '', en: '' }
  const change = (next: Label): void => onChange(next.zh === '' && next.en === '' ? undefined : next)
  const isLong = field.as === 'sentence'
  const languages = [
    ['zh', t('studio.chinese')],
    ['en', t('studio.english')],
  ] as const
  return (
    <div className={isLong ? 'stack tight' : 'two-languages'}>
      {languages.map(([language, title]) =>
        isLong ? (
          <Input.TextArea
            key={language}
            aria-label={`${name} ${title}`}
            autoSize={{ minRows: 1, maxRows: 4 }}
            value={label[language]}
            placeholder={title}
            onChange={({ target }) => change({ ...label, [language]: target.value })}
          />
        ) : (
          <Input
            key={language}
            aria-label={`${name} ${title}`}
            value={label[language]}
            placeholder={title}
            onChange={({ target }) => change({ ...label, [language]: target.value })}
          />
        ),
      )}
      {field.key === 'reason' ? <span className="small muted">{t('property.reasonHint')}</span> : null}
      {field.key === 'body' ? <span className="small muted">{t('property.bodyHint')}</span> : null}
    </div>
  )
}

const NameSelect = ({ field, content, onChange, pack, name }: Props & { readonly name: string }): ReactElement => {
  const label = useLabel()
  const figures = pack.names.filter(({ unit }) => unit !== 'text' && unit !== 'flag' && unit !== 'date')
  return (
    <Select<string>
      aria-label={name}
      className="wide"
      showSearch={{ optionFilterProp: 'label' }}
      value={textOf(content, field.key) ?? ''}
      onChange={onChange}
      options={figures.map((each) => ({ value: each.id, label: label(each.label) }))}
    />
  )
}

/** A condition is read in words and opened to be changed: a page of open builders is no page to read. */
const Condition = (props: Props & { readonly text: string; readonly name: string }): ReactElement => {
  const { field, onChange, pack, fact, version, text, name } = props
  const { t } = useTranslation()
  const language = useLanguage()
  const [isOpen, setOpen] = useState(false)
  const asked = field.of === 'fact' ? fact : undefined
  const isText = text !== ''
  return isOpen ? (
    <div className="stack tight">
      <ConditionEditor
        text={text}
        onChange={(next) => onChange(next.trim() === '' ? undefined : next)}
        fields={namesFor(pack, asked)}
        fact={asked}
        version={version}
      />
      <div className="row">
        <Button size="small" onClick={() => setOpen(false)}>
          {t('action.close')}
        </Button>
        {isText ? (
          <Button size="small" type="text" onClick={() => onChange(undefined)}>
            {t('condition.clear')}
          </Button>
        ) : null}
      </div>
    </div>
  ) : (
    <div className="row between">
      <span className={isText ? '' : 'muted'}>
        {isText ? inWords(text, pack, language, asked) : t('condition.none')}
      </span>
      <Button size="small" aria-label={t('condition.changeOf', { name })} onClick={() => setOpen(true)}>
        {isText ? t('condition.change') : t('condition.add')}
      </Button>
    </div>
  )
}
