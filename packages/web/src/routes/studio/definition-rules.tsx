import type { StudioDefinition, StudioPack } from '@tend/contract'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Money, Percent } from '../../ui/figures.tsx'
import { useInstitution } from '../../ui/institution.tsx'
import { LevelTag } from '../../ui/level-tag.tsx'
import { choiceText } from './choice-text.ts'
import { type Content, contentsOf, flagOf, labelOf, numberOf, textOf, textsOf } from './definition-text.ts'
import { flowInWords } from './flow-words.ts'
import type { PropertyName } from './form-fields.ts'
import { inWords, labelIn } from './pack-names.ts'

type Property =
  | PropertyName
  | 'fact'
  | 'scheme'
  | 'window'
  | 'features'
  | 'horizonDays'
  | 'clusters'
  | 'moments'
  | 'checklist'
  | 'unit'
  | 'purpose'
  | 'module'
  | 'channel'
  | 'kind'
  | 'answers'
  | 'actions'
  | 'forLevels'
  | 'quietHours'
  | 'caps'
  | 'minimums'
  | 'forbidden'
  | 'requires'

type Reading = {
  readonly key: string
  readonly text: Property
  readonly as: 'rule' | 'row-rule' | 'name' | 'names' | 'label' | 'labels' | 'plain' | 'choice' | 'flag' | 'flow'
}

/** In the order in which an author thinks of them: who, when, what is said, how often. */
const readings: readonly Reading[] = [
  { key: 'among', text: 'among', as: 'rule' },
  { key: 'metric', text: 'metric', as: 'name' },
  { key: 'tie', text: 'tie', as: 'name' },
  { key: 'zeroLast', text: 'zeroLast', as: 'flag' },
  { key: 'validityMonths', text: 'validityMonths', as: 'plain' },
  { key: 'ratchet', text: 'ratchet', as: 'flag' },
  { key: 'demote', text: 'demote', as: 'choice' },
  { key: 'unit', text: 'unit', as: 'plain' },
  { key: 'scheme', text: 'scheme', as: 'name' },
  { key: 'on', text: 'moments', as: 'names' },
  { key: 'fact', text: 'fact', as: 'name' },
  { key: 'measure', text: 'measure', as: 'row-rule' },
  { key: 'formula', text: 'formula', as: 'rule' },
  { key: 'where', text: 'where', as: 'row-rule' },
  { key: 'window', text: 'window', as: 'flow' },
  { key: 'when', text: 'when', as: 'rule' },
  { key: 'match', text: 'match', as: 'rule' },
  { key: 'features', text: 'features', as: 'names' },
  { key: 'outcome', text: 'outcome', as: 'rule' },
  { key: 'horizonDays', text: 'horizonDays', as: 'plain' },
  { key: 'clusters', text: 'clusters', as: 'plain' },
  { key: 'reason', text: 'reason', as: 'label' },
  { key: 'for', text: 'forLevels', as: 'flow' },
  { key: 'actions', text: 'actions', as: 'flow' },
  { key: 'purpose', text: 'purpose', as: 'name' },
  { key: 'module', text: 'module', as: 'name' },
  { key: 'channel', text: 'channel', as: 'name' },
  { key: 'basis', text: 'basis', as: 'choice' },
  { key: 'sender', text: 'sender', as: 'choice' },
  { key: 'route', text: 'route', as: 'choice' },
  { key: 'consentText', text: 'consentText', as: 'label' },
  { key: 'consentVersion', text: 'consentVersion', as: 'plain' },
  { key: 'subject', text: 'subject', as: 'label' },
  { key: 'body', text: 'body', as: 'label' },
  { key: 'answers', text: 'answers', as: 'labels' },
  { key: 'script', text: 'script', as: 'label' },
  { key: 'checklist', text: 'checklist', as: 'labels' },
  { key: 'value', text: 'value', as: 'rule' },
  { key: 'urgency', text: 'urgency', as: 'rule' },
  { key: 'priority', text: 'priority', as: 'plain' },
  { key: 'ttlDays', text: 'ttlDays', as: 'plain' },
  { key: 'dedupeDays', text: 'dedupeDays', as: 'plain' },
  { key: 'withinDays', text: 'withinDays', as: 'plain' },
  { key: 'dueDays', text: 'dueDays', as: 'plain' },
  { key: 'contactLabel', text: 'contactLabel', as: 'plain' },
  { key: 'effortMinutes', text: 'effortMinutes', as: 'plain' },
  { key: 'chance', text: 'chance', as: 'rule' },
  { key: 'cost', text: 'cost', as: 'plain' },
  { key: 'perYear', text: 'perYear', as: 'plain' },
  { key: 'validityDays', text: 'validityDays', as: 'plain' },
  { key: 'validMonths', text: 'validMonths', as: 'plain' },
  { key: 'dueWorkingDays', text: 'dueWorkingDays', as: 'plain' },
  { key: 'quietHours', text: 'quietHours', as: 'flow' },
  { key: 'coolOffDays', text: 'coolOffDays', as: 'plain' },
  { key: 'caps', text: 'caps', as: 'flow' },
  { key: 'minimums', text: 'minimums', as: 'flow' },
  { key: 'requires', text: 'requires', as: 'flow' },
  { key: 'forbidden', text: 'forbidden', as: 'flow' },
]

type Props = { readonly definition: StudioDefinition; readonly content: Content; readonly pack: StudioPack }

/** A definition in words: its levels with their rules, or its properties. */
export const DefinitionRules = ({ definition, content, pack }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const words = useWords(content, pack)
  return (
    <div className="stack">
      {definition.description ? <p>{name(definition.description)}</p> : null}
      {definition.kind === 'schemes' ? (
        <Levels variant={definition.variant ?? 'stage'} levels={contentsOf(content, 'levels')} pack={pack} />
      ) : null}
      <dl className="properties">
        {readings.flatMap(({ key, text, as }) => {
          const value = words(key, as)
          return value === undefined ? [] : [<Row key={key} title={t(`property.${text}`)} value={value} />]
        })}
      </dl>
    </div>
  )
}

const Row = ({ title, value }: { title: string; value: ReactNode }): ReactElement => (
  <div>
    <dt>{title}</dt>
    <dd>{value}</dd>
  </div>
)

const useWords = (content: Content, pack: StudioPack) => {
  const { t } = useTranslation()
  const language = useLanguage()
  const fact = textOf(content, 'fact')
  return (key: string, as: Reading['as']): ReactNode => {
    const value = content[key]
    if (value === undefined || value === null) return undefined
    const text = textOf(content, key)
    switch (as) {
      case 'rule':
        return text && <span title={text}>{inWords(text, pack, language)}</span>
      case 'row-rule':
        return text && <span title={text}>{inWords(text, pack, language, fact)}</span>
      case 'name':
        return text && labelIn(pack, text, language)
      case 'names':
        return textsOf(content, key)
          .map((id) => labelIn(pack, id, language))
          .join(t('value.comma'))
      case 'label':
        return labelOf(content, key)?.[language]
      case 'labels':
        return (Array.isArray(value) ? value : []).map((each) => labelOf({ each }, 'each')?.[language]).join(' · ')
      case 'flag':
        return flagOf(content, key) ? t('value.yes') : t('value.no')
      case 'choice':
        return text && t(choiceText(text))
      case 'plain':
        return text
      case 'flow':
        return flowInWords(value, pack, language).map((line) => <p key={line}>{line}</p>)
    }
  }
}

type LevelsProps = { readonly variant: string; readonly levels: readonly Content[]; readonly pack: StudioPack }

/** From the top down; a stage in the order in which its levels are asked. */
const Levels = ({ variant, levels, pack }: LevelsProps): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { currency } = useInstitution()
  const isRank = variant === 'rank'
  const placed = levels.map((level, place) => ({ level, rank: isRank ? levels.length - 1 - place : place }))
  const shown = variant === 'ladder' ? placed.toReversed() : placed
  return (
    <ul className="level-rules" aria-label={t('property.levels')}>
      {shown.map(({ level, rank }) => {
        const enter = textOf(level, 'enter')
        const keep = textOf(level, 'keep')
        const cut = numberOf(level, 'cut')
        const cost = numberOf(level, 'yearlyCost')
        return (
          <li key={rank}>
            <span>
              <LevelTag
                label={labelOf(level)?.[language] ?? textOf(level, 'id') ?? ''}
                rank={rank}
                levels={levels.length}
                variant={isRank || variant === 'ladder' ? variant : 'stage'}
              />
            </span>
            <span className="stack tight">
              {enter ? <span title={enter}>{inWords(enter, pack, language)}</span> : null}
              {!enter && (variant === 'ladder' || variant === 'stage') ? (
                <span className="muted">{t('property.rest')}</span>
              ) : null}
              {keep ? (
                <span className="small muted" title={keep}>
                  {t('property.keep')}: {inWords(keep, pack, language)}
                </span>
              ) : null}
              {cut === undefined ? null : (
                <span>
                  {t('property.cut')} <Percent ratio={cut} />
                </span>
              )}
              {cost === undefined ? null : (
                <span className="small muted">
                  {t('property.yearlyCost')}: <Money minor={cost * 10 ** currency.decimals} />
                </span>
              )}
            </span>
            {flagOf(level, 'assumed') ? <span className="chip chip-warn">{t('studio.assumed')}</span> : <span />}
          </li>
        )
      })}
    </ul>
  )
}
