import type { CustomerSummary } from '@tend/contract'
import type { ReactElement } from 'react'
import { useLabel } from '../i18n/index.ts'
import { Unknown } from '../ui/figures.tsx'
import { LevelTag } from '../ui/level-tag.tsx'
import { standingsOf, useCatalogue } from './catalogue.ts'

type Props = {
  readonly levels: CustomerSummary['levels']
  /** Where there is room for the names that people know a customer by. */
  readonly laddersOnly?: boolean
}

/** A customer's level in each scheme. A ladder's levels have names of their own; a rank or a stage is only understood beside its scheme's. */
export const LevelTags = ({ levels, laddersOnly = false }: Props): ReactElement => {
  const catalogue = useCatalogue()
  const name = useLabel()
  const schemes = laddersOnly ? catalogue.schemes.filter(({ variant }) => variant === 'ladder') : catalogue.schemes
  return (
    <span className="row wrap level-tags">
      {schemes.flatMap(({ id, label, variant }) =>
        standingsOf(catalogue, id, levels[id], name).map((standing) => (
          <LevelTag
            key={`${id}/${standing.rank}`}
            {...standing}
            {...(variant === 'ladder' ? {} : { prefix: name(label) })}
          />
        )),
      )}
    </span>
  )
}

export const SchemeLevel = ({ scheme, level }: { scheme: string; level: string | null | undefined }): ReactElement => {
  const catalogue = useCatalogue()
  const standings = standingsOf(catalogue, scheme, level, useLabel())
  const tags = standings.map((standing) => <LevelTag key={standing.rank} {...standing} />)
  if (tags.length > 1) return <span className="row wrap level-tags">{tags}</span>
  return tags[0] ?? <Unknown />
}
