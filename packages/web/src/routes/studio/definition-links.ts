import type { StudioDefinition } from '@tend/contract'
import { figuresIn, wordsIn } from './definition-text.ts'

/** Definitions that the given one names, and those that name it. */
export const linksOf = (
  definition: StudioDefinition,
  all: readonly StudioDefinition[],
): { readonly reads: readonly StudioDefinition[]; readonly readBy: readonly StudioDefinition[] } => {
  const words = wordsIn(definition)
  const others = all.filter((other) => other !== definition)
  return {
    reads: others.filter(({ id }) => words.has(id) || words.has(`${id}_before`)),
    readBy: others.filter((other) => {
      const said = wordsIn(other)
      return said.has(definition.id) || said.has(`${definition.id}_before`)
    }),
  }
}

/** Figures below this are written everywhere: days, months, shares. */
const tellingFigure = 1000

/** Great figures that a change took out of a definition and that others still state: a threshold that is written in two places. */
export const figuresLeftBehind = (
  before: string,
  after: string,
  others: readonly StudioDefinition[],
): readonly { readonly figure: number; readonly definitions: readonly StudioDefinition[] }[] => {
  const now = figuresIn({ yaml: after })
  return [...figuresIn({ yaml: before })]
    .filter((figure) => figure >= tellingFigure && !now.has(figure))
    .map((figure) => ({ figure, definitions: others.filter((other) => figuresIn(other).has(figure)) }))
    .filter(({ definitions }) => definitions.length > 0)
}
