import type { Label, MessageKind, Pack, Template } from '../definitions.ts'
import { lintMessage } from '../message/lint.ts'
import { messagePlaces, placesIn } from '../message/places.ts'
import { suggestFrom } from '../nearest.ts'
import { checkReference, compact, definedBy, readShape } from './build.ts'
import { messageShape, templateShape } from './contact-shapes.ts'
import type { Known } from './references.ts'
import type { Entry, Report } from './report.ts'

export function buildMessageKind(entry: Entry, known: Known, report: Report): MessageKind | undefined {
  const raw = readShape(messageShape, entry, report)
  if (raw === undefined) return undefined
  const { purpose, forbidden = [], requires = [], sender } = raw
  checkReference(purpose, known.ids('purposes'), { entry, path: ['purpose'], noun: 'purpose' }, report)
  return { ...definedBy(entry, raw), purpose, forbidden, requires, sender }
}

export function buildTemplate(entry: Entry, known: Known, report: Report): Template | undefined {
  const raw = readShape(templateShape, entry, report)
  if (raw === undefined) return undefined
  const { kind, channel, subject, body } = raw
  checkReference(kind, known.ids('messages'), { entry, path: ['kind'], noun: 'message kind' }, report)
  checkReference(channel, known.ids('channels'), { entry, path: ['channel'], noun: 'channel' }, report)
  return { ...definedBy(entry, raw), kind, channel, body, ...compact({ subject }) }
}

/** What customers would read: every text keeps the rules of its kind, and every place is filled by whatever sends it (S50, golden B19). */
export function checkTemplates(pack: Omit<Pack, 'hash'>, entries: ReadonlyMap<string, Entry>, report: Report): void {
  for (const template of pack.templates.values()) {
    const entry = entries.get(template.id)
    if (entry === undefined) continue
    checkWritten(entry, template, pack, report)
    for (const key of ['subject', 'body'] as const) {
      const label = template[key]
      if (label !== undefined) checkText(entry, key, label, { pack, template }, report)
    }
  }
}

/** What a person does cannot be sent, and what is sent by mail has a subject. */
function checkWritten(entry: Entry, template: Template, pack: Omit<Pack, 'hash'>, report: Report): void {
  if (pack.channels.get(template.channel)?.by !== 'person') return
  const message = {
    zh: `渠道“${template.channel}”由员工联系，不能发送模板`,
    en: `the channel "${template.channel}" is used by a person; nothing is sent through it`,
  }
  const written = [...pack.channels.values()].filter(({ by }) => by === 'message').map(({ id }) => id)
  const suggestion = suggestFrom(template.channel, written)
  report.say(entry.file, [entry.id, 'channel'], { code: 'wrong-value', message, suggestion })
}

function checkText(
  entry: Entry,
  key: 'subject' | 'body',
  label: Label,
  { pack, template }: { readonly pack: Omit<Pack, 'hash'>; readonly template: Template },
  report: Report,
): void {
  const known = messagePlaces(pack, template)
  for (const language of ['zh', 'en'] as const) {
    const path = [key, language]
    for (const { name, at } of placesIn(label[language])) {
      if (known.includes(name)) continue
      const message = {
        zh: `有 {${name}}，但没有名为“${name}”的内容可填`,
        en: `there is a place {${name}}, but nothing that sends the template knows "${name}"`,
      }
      const suggestion = suggestFrom(name, known)
      report.add(entry.file.characterOf([entry.id, ...path], at), [entry.id, ...path], {
        code: 'unknown-place',
        message,
        suggestion,
      })
    }
    for (const { rule, at, message } of lintMessage(pack, template.kind, label[language])) {
      // A signature stands in the body, not in the line above it.
      if (rule === 'required' && key === 'subject') continue
      const place = entry.file.characterOf([entry.id, ...path], at ?? 0)
      report.add(place, [entry.id, ...path], { code: 'message-rule', message })
    }
  }
}
