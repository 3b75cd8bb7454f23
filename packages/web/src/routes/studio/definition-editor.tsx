import { useBlocker, useNavigate } from '@tanstack/react-router'
import type { PackVersionDetail, StudioDefinition, StudioIssue, StudioPack } from '@tend/contract'
import { lazy, type ReactElement, Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Alert, App, Button, Popconfirm, Segmented } from '../../ui/antd.ts'
import { Panel } from '../../ui/panel.tsx'
import { LoadingState } from '../../ui/states.tsx'
import { DefinitionForm } from './definition-form.tsx'
import { readDefinition } from './definition-text.ts'
import { FiguresLeft } from './figures-left.tsx'
import { IssueList } from './issue-list.tsx'
import { usePutDefinition, useRemoveDefinition } from './studio.queries.ts'
import type { DefinitionSearch } from './studio-search.ts'

const YamlEditor = lazy(() => import('./yaml-editor.tsx').then((module) => ({ default: module.YamlEditor })))

type Props = {
  readonly definition: StudioDefinition
  readonly pack: StudioPack
  readonly draft: PackVersionDetail
  readonly search: DefinitionSearch
}

/** A definition in a draft: as a form or as text, one text behind both; nothing is kept until it is saved. */
export const DefinitionEditor = ({ definition, pack, draft, search }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const navigate = useNavigate({ from: '/studio/definitions/$kind/$definitionId' })
  const [text, setText] = useState(definition.yaml)
  const [goTo, setGoTo] = useState<{ line: number; column: number }>()
  const put = usePutDefinition(draft.version, definition.kind, definition.id)
  const remove = useRemoveDefinition(draft.version)
  const content = useMemo(() => readDefinition(text, definition.id), [text, definition.id])
  const isDirty = text !== definition.yaml
  const issues = useMemo(() => issuesOf(draft, definition), [draft, definition])
  const wantsText = search.as === 'text'
  const show = (as: 'form' | 'text'): void => void navigate({ search: { ...search, as }, replace: true })
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isDirty && current.pathname !== next.pathname && !globalThis.confirm(t('studio.leave')),
    enableBeforeUnload: isDirty,
  })
  const save = async (): Promise<void> => {
    try {
      const saved = await put.mutateAsync(text)
      const errors = issuesOf(saved, definition).filter(({ severity }) => severity === 'error').length
      if (errors > 0) void message.warning(t('studio.savedWithIssues', { count: errors }))
      else void message.success(t('studio.saved'))
    } catch (error) {
      void message.error(messageOf(error, language))
    }
  }
  const discard = async (): Promise<void> => {
    try {
      await remove.mutateAsync({ kind: definition.kind, definitionId: definition.id })
    } catch (error) {
      void message.error(messageOf(error, language))
    }
  }
  const open = ({ line, column }: StudioIssue): void => {
    show('text')
    setGoTo({ line, column })
  }
  return (
    <div className="stack">
      <Panel
        title={t('studio.rules')}
        extra={
          <div className="row wrap">
            <Segmented
              size="small"
              aria-label={t('studio.rules')}
              value={wantsText || !content ? 'text' : 'form'}
              onChange={(as) => show(as === 'text' ? 'text' : 'form')}
              options={[
                { value: 'form', label: t('studio.form'), disabled: content === undefined },
                { value: 'text', label: t('studio.text') },
              ]}
            />
            {definition.change ? (
              <Popconfirm title={t('studio.discardConfirm')} onConfirm={discard}>
                <Button size="small">{t('studio.discardChange')}</Button>
              </Popconfirm>
            ) : null}
            {isDirty ? <span className="chip chip-warn">{t('studio.unsaved')}</span> : null}
            <Button size="small" type="primary" disabled={!isDirty} loading={put.isPending} onClick={() => void save()}>
              {t('studio.save')}
            </Button>
          </div>
        }
      >
        {content === undefined ? <Alert type="warning" showIcon title={t('studio.unreadable')} /> : null}
        {wantsText || !content ? (
          <Suspense fallback={<LoadingState rows={8} />}>
            <YamlEditor text={text} onChange={setText} issues={isDirty ? noIssues : issues} goTo={goTo} />
          </Suspense>
        ) : (
          <DefinitionForm
            definition={definition}
            content={content}
            text={text}
            onText={setText}
            pack={pack}
            version={draft.version}
          />
        )}
      </Panel>
      <FiguresLeft definition={definition} text={text} draft={draft} pack={pack} />
      {issues.length > 0 ? (
        <Panel title={t('studio.checks')} flush>
          <IssueList issues={issues} onOpen={open} />
        </Panel>
      ) : null}
    </div>
  )
}

/** Marks belong to the saved text: while it is changed their places are not known. */
const noIssues: readonly StudioIssue[] = []

const issuesOf = ({ issues }: PackVersionDetail, { kind, id }: StudioDefinition): readonly StudioIssue[] =>
  issues.filter((issue) => issue.kind === kind && issue.id === id)
