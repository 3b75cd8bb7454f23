import type { MessageKind, Pack, Template } from '../definitions.ts'
import { customerScope, reasonScope } from '../scope.ts'

/** Places that whoever sends fills: the names of those who speak, and how to refuse further messages. */
export const standingPlaces = ['customer_name', 'sender_name', 'unit_name', 'institution', 'refuse'] as const

/** The `{name}` places of a text in the order in which they stand, each with the offset of its bracket. */
export function placesIn(text: string): readonly { readonly name: string; readonly at: number }[] {
  return [...text.matchAll(/\{([^{}]*)\}/g)].map((match) => ({ name: match[1] ?? '', at: match.index }))
}

/**
 * Names that a template may have places for: the standing ones, the customer's wide row and, where plays send it, what all moments of these plays
 * know. `momentIds`: of the moments that are meant, instead of those of the plays.
 */
export function messagePlaces(
  pack: Pick<Pack, 'facts' | 'indicators' | 'schemes' | 'moments' | 'plays'>,
  template: Pick<Template, 'id'>,
  momentIds: readonly string[] = momentsOf(pack, template.id),
): readonly string[] {
  const row = [...standingPlaces, ...customerScope(pack).keys()]
  const ofMoments = momentIds.flatMap((id) => {
    const moment = pack.moments.get(id)
    return moment === undefined ? [] : [[...reasonScope(pack, moment).keys()]]
  })
  const [first = [], ...others] = ofMoments
  return [...new Set([...row, ...first.filter((name) => others.every((names) => names.includes(name)))])]
}

/** Moments of all plays that send the template; none where one of them starts without a moment. */
function momentsOf({ plays }: Pick<Pack, 'plays'>, template: string): readonly string[] {
  const senders = [...plays.values()].filter(({ actions }) =>
    actions.some((action) => action.kind === 'message' && action.template === template),
  )
  return senders.some(({ on }) => on.length === 0) ? [] : [...new Set(senders.flatMap(({ on }) => on))]
}

/** The places that every text of a kind must hold and this one does not. */
export function missingPlaces(kind: Pick<MessageKind, 'requires'>, text: string): readonly string[] {
  const names = placesIn(text).map(({ name }) => name)
  return kind.requires.filter((place) => !names.includes(place))
}
