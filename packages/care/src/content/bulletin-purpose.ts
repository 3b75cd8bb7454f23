import type { Pack, Template } from '@tend/pack'

/** The purpose of the pack that bulletins are sent for; a subscription is a consent for it. */
export const bulletinPurpose = 'bulletin'

export type BulletinPack = Pick<Pack, 'bulletins' | 'purposes' | 'channels' | 'policies' | 'messages' | 'templates'>

/** By channel, the template whose text stands below every bulletin: the first one of the purpose. */
export const closingsOf = (pack: Pick<Pack, 'messages' | 'templates'>): ReadonlyMap<string, Template> => {
  const closings = new Map<string, Template>()
  for (const template of pack.templates.values()) {
    const isBulletin = pack.messages.get(template.kind)?.purpose === bulletinPurpose
    if (isBulletin && !closings.has(template.channel)) closings.set(template.channel, template)
  }
  return closings
}
