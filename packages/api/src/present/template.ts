import type { MessageTemplate } from '@tend/contract'
import type { Pack, Template } from '@tend/pack'

/** A template with the rules that its texts keep. */
export function presentTemplate(pack: Pack, template: Template): MessageTemplate {
  const kind = pack.messages.get(template.kind)
  const purpose = pack.purposes.get(kind?.purpose ?? '')
  const same = (id: string) => ({ zh: id, en: id })
  return {
    id: template.id,
    label: template.label,
    kind: { id: template.kind, label: kind?.label ?? same(template.kind) },
    channel: { id: template.channel, label: pack.channels.get(template.channel)?.label ?? same(template.channel) },
    purpose: {
      id: purpose?.id ?? kind?.purpose ?? '',
      label: purpose?.label ?? same(kind?.purpose ?? ''),
      basis: purpose?.basis ?? 'consent',
    },
    subject: template.subject ?? null,
    body: template.body,
    sender: kind?.sender ?? 'closest',
    forbidden: (kind?.forbidden ?? []).map(({ terms, why }) => ({ terms: [...terms], why })),
    requires: [...(kind?.requires ?? [])],
  }
}
