import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import type { StudioDefinition, StudioPack } from '@tend/contract'
import { lazy, type ReactElement, Suspense, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Alert } from '../../ui/antd.ts'
import { Panel } from '../../ui/panel.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { EmptyState, LoadingState } from '../../ui/states.tsx'
import { useMe } from '../session/use-me.ts'
import { DefinitionBadges, VariantName } from './definition-badges.tsx'
import { linksOf } from './definition-links.ts'
import { DefinitionRules } from './definition-rules.tsx'
import { readDefinition } from './definition-text.ts'
import { EditInDraft } from './edit-in-draft.tsx'
import { studioQueries } from './studio.queries.ts'
import { StudioFrame } from './studio-frame.tsx'

/** The builder and the parsers behind it are fetched by who edits. */
const DefinitionEditor = lazy(() =>
  import('./definition-editor.tsx').then((module) => ({ default: module.DefinitionEditor })),
)

/** One definition: in words, as written, and what hangs together with it; within a draft of one's own it can be changed. */
export const DefinitionPage = (): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { kind, definitionId } = useParams({ from: '/in/studio/definitions/$kind/$definitionId' })
  const search = useSearch({ from: '/in/studio/definitions/$kind/$definitionId' })
  const { permissions } = useMe()
  const packQuery = useQuery(studioQueries.pack(search.version))
  const draftQuery = useQuery({
    ...studioQueries.version(search.version ?? 0),
    enabled: search.version !== undefined,
  })
  const pack = packQuery.data
  const draft = search.version === undefined ? undefined : draftQuery.data
  const definition = pack?.definitions.find((each) => each.kind === kind && each.id === definitionId)
  return (
    <StudioFrame
      title={definition?.label[language] ?? definitionId}
      version={search.version}
      lead={definition ? <DefinitionLead definition={definition} /> : null}
      actions={
        definition && search.version === undefined && permissions.includes('studio.edit') ? (
          <EditInDraft definition={definition} />
        ) : null
      }
    >
      <Loaded of={packQuery}>
        {() =>
          !pack || !definition ? (
            <EmptyState title={t('studio.definitionMissing')} />
          ) : draft?.may.edit ? (
            <div className="definition-columns">
              <Suspense fallback={<LoadingState rows={10} />}>
                <DefinitionEditor
                  key={`${kind}/${definitionId}/${definition.yaml}`}
                  definition={definition}
                  pack={pack}
                  draft={draft}
                  search={search}
                />
              </Suspense>
              <Links definition={definition} pack={pack} version={search.version} />
            </div>
          ) : (
            <Reading definition={definition} pack={pack} version={search.version} />
          )
        }
      </Loaded>
    </StudioFrame>
  )
}

const DefinitionLead = ({ definition }: { definition: StudioDefinition }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <span className="row wrap">
      <span lang={language === 'zh' ? 'en' : 'zh-CN'}>{definition.label[language === 'zh' ? 'en' : 'zh']}</span>
      <span className="chip">{t(`studio.kind.${definition.kind}`)}</span>
      <VariantName variant={definition.variant} />
      <DefinitionBadges definition={definition} />
      {definition.source ? <span>{t('studio.sourceOf', { source: definition.source })}</span> : null}
    </span>
  )
}

type Shown = {
  readonly definition: StudioDefinition
  readonly pack: StudioPack
  readonly version: number | undefined
}

const Reading = ({ definition, pack, version }: Shown): ReactElement => {
  const { t } = useTranslation()
  const content = useMemo(() => readDefinition(definition.yaml, definition.id), [definition])
  return (
    <div className="definition-columns">
      <div className="stack">
        <Panel title={t('studio.rules')}>
          {content ? (
            <DefinitionRules definition={definition} content={content} pack={pack} />
          ) : (
            <Alert type="warning" showIcon title={t('studio.unreadable')} />
          )}
        </Panel>
        <Panel title={t('studio.yaml')} extra={<code>{definition.file}</code>}>
          <ScrollRegion label={t('studio.yaml')} className="yaml">
            <pre>{definition.yaml}</pre>
          </ScrollRegion>
        </Panel>
      </div>
      <Links definition={definition} pack={pack} version={version} />
    </div>
  )
}

const Links = ({ definition, pack, version }: Shown): ReactElement => {
  const { t } = useTranslation()
  const { reads, readBy } = useMemo(() => linksOf(definition, pack.definitions), [definition, pack])
  return (
    <div className="stack">
      <Panel title={t('studio.reads')} flush>
        <DefinitionLinks definitions={reads} version={version} />
      </Panel>
      <Panel title={t('studio.readBy')} flush>
        <DefinitionLinks definitions={readBy} version={version} />
      </Panel>
    </div>
  )
}

type LinksProps = { readonly definitions: readonly StudioDefinition[]; readonly version: number | undefined }

const DefinitionLinks = ({ definitions, version }: LinksProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  if (definitions.length === 0) return <p className="muted panel-note">{t('studio.noneReads')}</p>
  return (
    <ul className="definition-links">
      {definitions.map(({ kind, id, label }) => (
        <li key={`${kind}/${id}`} className="row between">
          <Link
            to="/studio/definitions/$kind/$definitionId"
            params={{ kind, definitionId: id }}
            search={version === undefined ? {} : { version }}
          >
            {name(label)}
          </Link>
          <span className="small muted nowrap">{t(`studio.kind.${kind}`)}</span>
        </li>
      ))}
    </ul>
  )
}
