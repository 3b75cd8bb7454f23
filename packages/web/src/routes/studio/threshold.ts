const single = /^\s*([a-z][a-z0-9_]*)\s*(>=|>)\s*(\d+(?:\.\d+)?)\s*$/
const distance = /^\s*(\d+(?:\.\d+)?)\s*-\s*([a-z][a-z0-9_]*)\s*$/

/**
 * What is missing to a level follows its threshold: where `gap` is the old threshold less the same name, the new text of it. Undefined
 * where the two do not belong together.
 */
export const gapFollowing = (before: string, after: string, gap: string | undefined): string | undefined => {
  const [, nameBefore, , figureBefore] = single.exec(before) ?? []
  const [, nameAfter, , figureAfter] = single.exec(after) ?? []
  const [, gapFigure, gapName] = distance.exec(gap ?? '') ?? []
  return figureAfter !== undefined &&
    nameBefore === nameAfter &&
    gapName === nameAfter &&
    Number(gapFigure) === Number(figureBefore)
    ? `${figureAfter} - ${nameAfter}`
    : undefined
}
