import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Loaded } from '../../page/page-frame.tsx'
import { changed } from '../../search-params.ts'
import { FilterSelect } from '../../ui/filters.tsx'
import { itemsOf } from '../../ui/load-more.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { LeftOutList } from '../themes/left-out-list.tsx'
import { themeQueries } from '../themes/themes.queries.ts'
import type { PolicySearch } from './policy-search.ts'

type Props = { readonly search: PolicySearch; readonly onChange: (search: PolicySearch) => void }

/** Whom a theme wanted and the rules kept out, with the sentence of the rule. */
export const LeftOutOfThemes = ({ search, onChange }: Props): ReactElement => {
  const { t } = useTranslation()
  const themes = useInfiniteQuery(themeQueries.list(undefined))
  const built = itemsOf(themes).filter(({ state }) => state !== 'building' && state !== 'failed')
  const chosen = search.theme ?? built[0]?.themeId
  return (
    <Loaded of={themes}>
      {() =>
        chosen === undefined ? (
          <div className="card">
            <EmptyState title={t('theme.none')} hint={t('theme.noneHint')} />
          </div>
        ) : (
          <div className="stack tight">
            <FilterSelect
              label={t('team.theme')}
              mayClear={false}
              width={320}
              value={chosen}
              onChange={(theme) => onChange(changed(search, { theme }))}
              options={built.map(({ themeId, name }) => ({ value: themeId, label: name }))}
            />
            <LeftOutList key={chosen} themeId={chosen} />
          </div>
        )
      }
    </Loaded>
  )
}
