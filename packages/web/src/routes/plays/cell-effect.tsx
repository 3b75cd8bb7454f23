import type { Strategy } from '@tend/contract'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { findScheme, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { CellName } from './cell-name.tsx'
import { type Axes, effectOf, type Reach } from './play-levels.ts'

type Props = {
  readonly strategy: Strategy
  readonly axes: Axes
  readonly before: Reach
  readonly after: Reach
  readonly yaml: string
  readonly next: string
}

/** The change in words: levels before and after, the cells that follow, and the lines of the text. */
export const CellEffect = ({ strategy, axes, before, after, yaml, next }: Props): ReactElement => {
  const { t } = useTranslation()
  const { gained, lost } = effectOf(before, after, axes)
  const [was, is] = [before.levels, after.levels]
  const schemes = Object.keys(is).filter((scheme) => was[scheme]?.join() !== is[scheme]?.join())
  const old = new Set(yaml.split('\n'))
  const kept = new Set(next.split('\n'))
  return (
    <div className="stack tight" role="status">
      <ul className="diff-words">
        {schemes.map((scheme) => (
          <li key={scheme}>
            <Levels scheme={scheme} levels={was[scheme]} /> → <Levels scheme={scheme} levels={is[scheme]} />
            {was[scheme] === undefined ? <span className="small warn"> {t('play.withoutLevel')}</span> : null}
          </li>
        ))}
        {gained.map((cell) => (
          <li key={`+${cell.class}/${cell.stage}`} className="rise">
            + <CellName strategy={strategy} cell={cell} />
          </li>
        ))}
        {lost.map((cell) => (
          <li key={`-${cell.class}/${cell.stage}`} className="fall">
            − <CellName strategy={strategy} cell={cell} />
          </li>
        ))}
      </ul>
      <div className="yaml">
        <pre>
          {yaml
            .split('\n')
            .filter((line) => !kept.has(line))
            .map((line) => `- ${line}\n`)}
          {next
            .split('\n')
            .filter((line) => !old.has(line))
            .map((line) => `+ ${line}\n`)}
        </pre>
      </div>
    </div>
  )
}

const Levels = ({ scheme, levels }: { scheme: string; levels: readonly string[] | undefined }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const found = findScheme(useCatalogue(), scheme)
  if (levels === undefined) return <span>{t('play.everybody')}</span>
  return (
    <span>
      {levels
        .map((level) => found?.levels.find(({ id }) => id === level))
        .map((level, place) => (level ? name(level.label) : (levels[place] ?? '')))
        .join(t('value.comma'))}
    </span>
  )
}
