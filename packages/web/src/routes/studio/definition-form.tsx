import type { StudioDefinition, StudioPack } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/index.ts'
import { type Content, changeDefinition, labelOf, textOf } from './definition-text.ts'
import { FormField } from './form-field.tsx'
import { fieldsFor, formFields, levelFields } from './form-fields.ts'
import { gapFollowing } from './threshold.ts'

type Props = {
  readonly definition: StudioDefinition
  readonly content: Content
  readonly text: string
  readonly onText: (text: string) => void
  readonly pack: StudioPack
  readonly version: number
}

/** The common things of a definition as a form; what it does not offer stays in the text untouched. */
export const DefinitionForm = ({ definition, content, text, onText, pack, version }: Props): ReactElement => {
  const { t } = useTranslation()
  const fields = formFields[definition.kind]
  if (fields === undefined) return <p className="muted">{t('studio.otherForm')}</p>
  const fact = textOf(content, 'fact')
  const place = { pack, fact, version }
  return (
    <div className="stack">
      {definition.kind === 'schemes' ? (
        <LevelForms
          definition={definition}
          content={content}
          text={text}
          onText={onText}
          pack={pack}
          version={version}
        />
      ) : null}
      <div className="form-fields">
        {fieldsFor(fields, definition.variant).map((field) => (
          <FormField
            key={field.key}
            field={field}
            content={content}
            onChange={(value) => onText(changeDefinition(text, definition.id, [field.key], value))}
            {...place}
          />
        ))}
      </div>
    </div>
  )
}

const LevelForms = ({ definition, content, text, onText, pack, version }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const levels = Array.isArray(content['levels']) ? (content['levels'] as readonly Content[]) : []
  const placed = levels.map((level, place) => ({ level, place }))
  const shown = definition.variant === 'ladder' ? placed.toReversed() : placed
  const change = (place: number, level: Content, key: string, value: Parameters<typeof changeDefinition>[3]): void => {
    const changed = changeDefinition(text, definition.id, ['levels', place, key], value)
    const gap =
      key === 'enter' && typeof value === 'string'
        ? gapFollowing(textOf(level, 'enter') ?? '', value, textOf(level, 'gap'))
        : undefined
    onText(gap === undefined ? changed : changeDefinition(changed, definition.id, ['levels', place, 'gap'], gap))
  }
  return (
    <div className="stack tight">
      <h3 className="section-title">{t('property.levels')}</h3>
      {shown.map(({ level, place }) => {
        const name = labelOf(level)?.[language] ?? textOf(level, 'id') ?? String(place + 1)
        return (
          <section key={textOf(level, 'id') ?? place} className="level-form" aria-label={name}>
            <h4 className="group-title">{name}</h4>
            <div className="form-fields">
              {fieldsFor(levelFields, definition.variant).map((field) => (
                <FormField
                  key={field.key}
                  field={field}
                  content={level}
                  onChange={(value) => change(place, level, field.key, value)}
                  pack={pack}
                  fact={undefined}
                  version={version}
                  of={name}
                />
              ))}
            </div>
          </section>
        )
      })}
    </div>
  )
}
