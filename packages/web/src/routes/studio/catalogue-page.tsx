import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { DefinitionKind, StudioDefinition } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '../../i18n/index.ts'
import { Loaded } from '../../page/page-frame.tsx'
import { Input, Segmented } from '../../ui/antd.ts'
import { EmptyState } from '../../ui/states.tsx'
import { DefinitionBadges, VariantName } from './definition-badges.tsx'
import { studioQueries } from './studio.queries.ts'
import { StudioFrame } from './studio-frame.tsx'
import { definitionKinds, type StudioSearch } from './studio-search.ts'

/** What the pack in force, or the draft in hand, defines: to find a rule by its name, id or source. */
export const StudioCataloguePage = (): ReactElement => {
  const { t } = useTranslation()
  const search = useSearch({ from: '/in/studio' })
  const navigate = useNavigate({ from: '/studio' })
  const change = (next: StudioSearch): void => void navigate({ search: next, replace: true })
  const query = useQuery(studioQueries.pack(search.version))
  const pack = query.data
  const kind = search.kind ?? 'schemes'
  const found = (pack?.definitions ?? []).filter((definition) => matches(definition, search.search ?? ''))
  const shown = found.filter((definition) => definition.kind === kind)
  const countOf = (each: DefinitionKind): number => found.filter((definition) => definition.kind === each).length
  const { search: _sought, ...unsought } = search
  return (
    <StudioFrame
      title={t('nav.studio')}
      version={search.version}
      lead={
        pack
          ? pack.inForce.version === 0
            ? t('studio.inForceShipped')
            : t('studio.inForce', { version: pack.inForce.version })
          : t('studio.lead')
      }
    >
      <div className="row wrap between">
        <div className="scroll-x">
          <Segmented
            aria-label={t('studio.catalogue')}
            value={kind}
            onChange={(next) => change({ ...search, kind: next })}
            options={definitionKinds.map((each) => ({
              value: each,
              label: (
                <span>
                  {t(`studio.kind.${each}`)} <span className="small muted">{countOf(each)}</span>
                </span>
              ),
            }))}
          />
        </div>
        <Input.Search
          className="search-box"
          aria-label={t('studio.search')}
          placeholder={t('studio.search')}
          allowClear
          defaultValue={search.search}
          onChange={({ target }) => change(target.value ? { ...search, search: target.value } : unsought)}
        />
      </div>
      <div className="card clip">
        <Loaded of={query}>
          {() =>
            shown.length === 0 ? (
              <EmptyState compact title={t('studio.noMatch')} />
            ) : (
              <ul className="lines definitions" aria-label={t(`studio.kind.${kind}`)}>
                {shown.map((definition) => (
                  <DefinitionRow key={definition.id} definition={definition} version={search.version} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </div>
    </StudioFrame>
  )
}

const matches = ({ id, label, source, description }: StudioDefinition, sought: string): boolean => {
  const text = sought.trim().toLowerCase()
  return [id, label.zh, label.en, source ?? '', description?.zh ?? '', description?.en ?? ''].some((each) =>
    each.toLowerCase().includes(text),
  )
}

type RowProps = { readonly definition: StudioDefinition; readonly version: number | undefined }

const DefinitionRow = ({ definition, version }: RowProps): ReactElement => {
  const language = useLanguage()
  const { id, kind, label, description, source } = definition
  const other = language === 'zh' ? 'en' : 'zh'
  return (
    <li>
      <Link
        to="/studio/definitions/$kind/$definitionId"
        params={{ kind, definitionId: id }}
        search={version === undefined ? {} : { version }}
      >
        <span className="definition-name">
          <span className="strong">{label[language]}</span>
          <span className="small muted" lang={other === 'zh' ? 'zh-CN' : 'en'}>
            {label[other]}
          </span>
        </span>
        <span className="definition-about small muted">
          <code>{id}</code>
          {description ? <span className="ellipsis">{description[language]}</span> : null}
        </span>
        <span className="row wrap definition-badges">
          <VariantName variant={definition.variant} />
          <DefinitionBadges definition={definition} />
          {source ? <span className="small muted">{source}</span> : null}
        </span>
      </Link>
    </li>
  )
}
