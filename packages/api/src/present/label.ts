import { appointmentPlay } from '@tend/care'
import type { Label } from '@tend/contract'
import type { Pack } from '@tend/pack'

/** What a definition is called; one that the pack no longer has is called by its id. */
export const labelOf = (definitions: ReadonlyMap<string, { readonly label: Label }>, id: string): Label =>
  definitions.get(id)?.label ?? { zh: id, en: id }

/** What a play is called; a time that people agreed stands under one that no pack has. */
export const playLabel = ({ plays }: Pick<Pack, 'plays'>, id: string): Label =>
  id === appointmentPlay ? { zh: '预约', en: 'Appointment' } : labelOf(plays, id)
