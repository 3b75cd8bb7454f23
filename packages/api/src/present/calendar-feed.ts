import type { FeedEntry } from '@tend/care'
import type { Pack } from '@tend/pack'
import ical, { ICalCalendarMethod } from 'ical-generator'

/**
 * Agreed times as iCalendar text. Whoever holds the address may read it, and calendars copy it to other houses: it carries times, channels and how a
 * name begins, no more of anybody.
 */
export function renderFeed(
  pack: Pack,
  entries: readonly FeedEntry[],
  { language, now }: { readonly language: 'zh' | 'en'; readonly now: Date },
): string {
  const calendar = ical({
    name: language === 'zh' ? '客户预约' : 'Appointments with customers',
    prodId: { company: 'Tend', product: 'appointments' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 900,
  })
  for (const { task_id, at, minutes, channel, initial } of entries) {
    const start = new Date(at)
    calendar.createEvent({
      id: `task-${task_id}@tend`,
      stamp: now,
      start,
      end: new Date(start.getTime() + minutes * 60_000),
      summary: summaryOf(pack, { channel, initial, language }),
    })
  }
  return calendar.toString()
}

const summaryOf = (
  pack: Pack,
  { channel, initial, language }: { channel: string; initial: string | null; language: 'zh' | 'en' },
): string => {
  const way = pack.channels.get(channel)?.label[language] ?? channel
  const who = initial === null ? '' : language === 'zh' ? `${initial}**` : `${initial}.`
  return language === 'zh' ? `预约：${way} ${who}`.trim() : `Appointment: ${way} ${who}`.trim()
}
