import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel } from '../i18n/index.ts'
import { studioQueries } from '../routes/studio/studio.queries.ts'
import { Input, Segmented } from '../ui/antd.ts'
import { type ConditionField, celField, isGroup, type RuleGroup } from './condition.ts'
import { ConditionBuilder } from './condition-builder.tsx'
import { LiveCount } from './live-count.tsx'
import { readCondition } from './read-condition.ts'
import { useSettled } from './use-settled.ts'

type Props = {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly fields: readonly ConditionField[]
  /** The fact whose rows are asked; customers without it, and only those are counted. */
  readonly fact?: string | undefined
  readonly version?: number | undefined
}

/** A condition in lines and as text, both ways, with what it says in words and how many customers it holds for. */
export const ConditionEditor = (props: Props): ReactElement => {
  const { text, onChange, fields, fact, version } = props
  const { t } = useTranslation()
  const [wantsText, setWantsText] = useState(false)
  // What the builder wrote itself must not rebuild it: lines that are not filled in yet would be lost.
  const written = useRef(text)
  const [round, setRound] = useState(0)
  const group = useMemo(() => readCondition(text, fields), [text, fields])
  const isText = wantsText || group === undefined
  const fromText = (next: string): void => {
    written.current = next
    setRound(round + 1)
    onChange(next)
  }
  const fromBuilder = (next: string): void => {
    written.current = next
    onChange(next)
  }
  const key = written.current === text ? round : text
  return (
    <div className="condition stack tight">
      <div className="row wrap between">
        <Segmented
          size="small"
          aria-label={t('condition.show')}
          value={isText ? 'text' : 'builder'}
          onChange={(mode) => setWantsText(mode === 'text')}
          options={[
            { value: 'builder', label: t('condition.builder'), disabled: group === undefined },
            { value: 'text', label: t('condition.cel') },
          ]}
        />
        {fact === undefined ? <LiveCount condition={text} /> : null}
      </div>
      {isText || group === undefined ? (
        <Input.TextArea
          className="cel"
          aria-label={t('condition.cel')}
          autoSize={{ minRows: 2, maxRows: 12 }}
          value={text}
          onChange={({ target }) => fromText(target.value)}
          spellCheck={false}
        />
      ) : (
        <ConditionBuilder key={key} group={group} fields={fields} onChange={fromBuilder} />
      )}
      {group === undefined ? <p className="small muted">{t('condition.notShown')}</p> : null}
      {!isText && group && hasText(group) ? <p className="small muted">{t('condition.textLines')}</p> : null}
      <Judgement text={text} fact={fact} version={version} />
    </div>
  )
}

const hasText = ({ rules }: RuleGroup): boolean =>
  rules.some((rule) => (isGroup(rule) ? hasText(rule) : rule.field === celField))

type JudgementProps = {
  readonly text: string
  readonly fact?: string | undefined
  readonly version?: number | undefined
}

/** The condition in words, or its mistakes with what to do. */
export const Judgement = ({ text, fact, version }: JudgementProps): ReactElement | null => {
  const { t } = useTranslation()
  const name = useLabel()
  const settled = useSettled(text.trim(), 250)
  const { data } = useQuery({
    ...studioQueries.condition(settled, { fact, version }),
    enabled: settled !== '',
  })
  if (settled === '' || !data) return null
  if (data.words && data.issues.length === 0) return <p className="rule">{name(data.words)}</p>
  return (
    <ul className="mistakes" role="alert">
      {data.issues.map((issue) => (
        <li key={`${issue.code}-${issue.from}`}>
          <code>{settled.slice(issue.from, Math.max(issue.to, issue.from + 1)) || settled.slice(-8)}</code>{' '}
          {name(issue.message)}
          {issue.suggestion ? <span> · {t('studio.suggestion', { text: name(issue.suggestion) })}</span> : null}
        </li>
      ))}
    </ul>
  )
}
