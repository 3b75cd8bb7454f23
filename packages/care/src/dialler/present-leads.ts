import { formatSentence, type Language, type Pack, type Sensitivity, vocabularyOf } from '@tend/pack'
import { stringify } from 'csv-stringify/sync'
import { maskRow } from '../access/mask.ts'
import type { CallLead } from './call-list.ts'

const columns = [
  'vendor_lead_code',
  'source_id',
  'list_id',
  'phone_number',
  'title',
  'first_name',
  'last_name',
  'owner',
  'comments',
  'rank',
] as const

/** A lead under VICIDIAL's names, which other diallers take too. */
export type DiallerLead = Readonly<Record<Exclude<(typeof columns)[number], 'rank'>, string>> & {
  readonly rank: number
}

/**
 * The leads that may be called, as a dialler takes them: number and name in clear, since nobody can call stars; why the customer is called in a sentence,
 * whose values read as they do for an agent.
 */
export const presentLeads = (
  pack: Pack,
  listId: number,
  leads: readonly CallLead[],
  language: Language,
): DiallerLead[] =>
  leads
    .filter(({ verdict, phone }) => verdict === 'allowed' && phone !== '')
    .map((lead) => ({
      vendor_lead_code: String(lead.task_id),
      source_id: lead.customer_id,
      list_id: String(listId),
      phone_number: lead.phone,
      title: '',
      ...namesOf(lead.customer_name ?? ''),
      owner: lead.assignee_id ?? '',
      comments: sentencesOf(pack, lead, language),
      rank: lead.rank,
    }))

// Chinese names are one word, which diallers show as the last name.
const namesOf = (name: string): { readonly first_name: string; readonly last_name: string } => {
  const words = name.trim().split(/\s+/)
  return { first_name: words.slice(0, -1).join(' '), last_name: words.at(-1) ?? '' }
}

const sentencesOf = (pack: Pack, { reasons }: CallLead, language: Language): string =>
  reasons
    .flatMap(({ moment, values }) => {
      const definition = pack.moments.get(moment)
      if (definition === undefined) return []
      const fact = definition.kind === 'expiry' || definition.kind === 'fact' ? definition.fact : undefined
      const read = maskRow({ role: 'agent' }, values, sensitivityOf(pack, fact))
      return [formatSentence(definition.reason, read, language, vocabularyOf(pack, moment))]
    })
    .join(' ')

const sensitivityOf = (pack: Pack, fact: string | undefined): ((column: string) => Sensitivity | undefined) => {
  const facts = [...(fact === undefined ? [] : [fact]), 'customer'].flatMap((id) => pack.facts.get(id)?.columns ?? [])
  return (column) => facts.find(({ id, sensitivity }) => id === column && sensitivity !== undefined)?.sensitivity
}

/** CSV with a byte order mark. Words are disarmed so that a spreadsheet reads no formula in them; numbers to call stay as they are. */
export const renderLeads = (leads: readonly DiallerLead[]): string =>
  stringify(
    leads.map((lead) => ({
      ...lead,
      source_id: disarm(lead.source_id),
      owner: disarm(lead.owner),
      phone_number: isNumber.test(lead.phone_number) ? lead.phone_number : disarm(lead.phone_number),
      first_name: disarm(lead.first_name),
      last_name: disarm(lead.last_name),
      comments: disarm(lead.comments),
    })),
    { header: true, columns: [...columns], bom: true, record_delimiter: 'windows' },
  )

/** `+86 138…` is a number and no formula; other files' columns may hold anything. */
const isNumber = /^\+?[\d -]*$/

export const disarm = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
