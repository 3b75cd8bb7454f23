import { type Month, monthsUntil } from '../calendar.ts'
import { type Care, contactFacts, usualChannels } from '../contacts.ts'
import type { Trade } from '../organisation.ts'
import { consentFacts } from '../reach.ts'
import { voiceFacts } from '../voice.ts'
import { openWorld, type SampleWorld, trunkColumns, type WorldOptions } from '../world.ts'
import { MonthlyWriter, type SampleFile, writeFacts, writeRows } from '../write.ts'
import { linesSql, memberSql, openSql, promotionsSql, truthSql, visitSql } from './member.ts'

const trade: Trade = {
  headOffice: '常青大药房',
  branch: '分公司',
  subBranch: '店',
  perUnit: 2500,
  perManager: 600,
  managersMin: 2,
}

/**
 * Writes a believable pharmacy chain for the facts of `packs/pharmacy`: members, many of whom buy nothing or only after a promotion, regular medicines that run out, promotions,
 * answers and mentions; and beside it the hidden truth of who buys how often, and until when.
 */
export const generatePharmacy = async (options: WorldOptions): Promise<SampleWorld> => {
  const { duck, folder, customers, endDate, format, onProgress = () => {} } = options
  const files = await openWorld(options, trade)
  const months = monthsUntil(endDate, options.months)
  const firstDate = months[0]?.firstDate ?? endDate
  onProgress(`${customers} customers`)
  await duck.run(`create or replace temp table sample_member as ${memberSql(customers, firstDate, endDate)}`)
  const people =
    '(select *, case when closed_at is not null then greatest(closed_at, opened_on) end as closed_on from sample_member)'
  const facts = {
    customer: `select ${trunkColumns(endDate)}, habit from ${people} order by i`,
    ...Object.fromEntries(voiceFacts(people, endDate)),
    ...Object.fromEntries(consentFacts(people, endDate)),
  }
  for (const [fact, sql] of Object.entries(facts))
    files.push({ fact, ...(await writeRows(duck, sql, folder, fact, format)) })
  files.push(...(await writeMonths(options, months)))
  files.push(...(await writeFacts(duck, contactFacts(care, endDate), folder, format)))
  const truth = await writeRows(duck, truthSql, folder, 'truth', format)
  for (const table of ['sample_member', 'sample_place', 'sample_spent']) await duck.run(`drop table ${table}`)
  return { files, truthFile: truth.file }
}

/** How often members are called follows from what they spent in the last twelve months, as the tier does. */
const care: Care = {
  table: '(select *, closed_at as closed_on from sample_member)',
  rhythm: `select i, case when spent >= 8000 then 1 when spent >= 3000 then 3 when spent >= 1000 then 6 else 12 end as months
    from sample_member left join (select customer_id, sum(amount) as spent from sample_spent group by customer_id) on customer_id = customer_id(i)`,
  labels: { 1: 'pharm-care', 3: 'pharm-care', 6: 'pharm-care', 12: 'pharm-care' },
  channels: usualChannels,
}

const writeMonths = async (options: WorldOptions, months: readonly Month[]): Promise<readonly SampleFile[]> => {
  const { duck, folder, format, onProgress = () => {} } = options
  const promotions = new MonthlyWriter(duck, folder, 'promotion', format)
  const lines = new MonthlyWriter(duck, folder, 'sale_line', format)
  await duck.run('create or replace temp table sample_spent (customer_id varchar, amount double)')
  for (const month of months) {
    onProgress(month.id)
    await duck.run(`create or replace temp table sample_open as ${openSql(month)}`)
    await duck.run(`create or replace temp table sample_visit as ${visitSql(month)}`)
    await promotions.write(promotionsSql(month), month.id)
    await lines.write(linesSql(month), month.id)
    if (month.beforeEnd < 12)
      await duck.run(`insert into sample_spent select customer_id, amount from (${linesSql(month)})`)
  }
  for (const table of ['sample_open', 'sample_visit']) await duck.run(`drop table ${table}`)
  return [...(await promotions.files()), ...(await lines.files())]
}
