import { type Month, monthsUntil } from '../calendar.ts'
import { type Care, contactFacts, usualChannels } from '../contacts.ts'
import type { Trade } from '../organisation.ts'
import { consentFacts } from '../reach.ts'
import { openWorld, type SampleWorld, trunkColumns, type WorldOptions } from '../world.ts'
import { MonthlyWriter, type SampleFile, writeFacts, writeRows } from '../write.ts'
import {
  agreementsSql,
  answersSql,
  complaintsSql,
  leaveRequestsSql,
  mentionsSql,
  type Span,
  suspensionsSql,
  topUpsSql,
} from './events.ts'
import { fateSql, snapshotColumns, traitSql, truthSql } from './line.ts'
import { billsSql, circlesSql, usagesSql, useSql } from './months.ts'

/** A third of the lines have a manager: one a unit has enough to do in a small world. */
const trade: Trade = {
  headOffice: '常青电信',
  branch: '分公司',
  subBranch: '营业厅',
  perUnit: 4000,
  perManager: 800,
  managersMin: 1,
}

/**
 * Writes a believable carrier for the facts of `packs/telecom`: lines of the six usage segments, their bills and use a month, contracts, top-ups, complaints, answers,
 * requests to leave and suspensions; and beside it the hidden truth, when each customer leaves, also after the end of the history.
 */
export const generateTelecom = async (options: WorldOptions): Promise<SampleWorld> => {
  const { duck, folder, customers, endDate, format, onProgress = () => {} } = options
  const files = await openWorld(options, trade)
  const [before, ...months] = monthsUntil(endDate, options.months + 1)
  const [first] = months
  if (!before || !first) throw new Error('A carrier needs at least one month.')
  onProgress(`${customers} customers`)
  await duck.run('create or replace temp macro yuan(fen) as (round(fen) / 100.0)::decimal(18, 2)')
  await duck.run(`create or replace temp table sample_trait as ${traitSql(customers, first.firstDate, endDate)}`)
  await duck.run(`create or replace temp table sample_line as ${fateSql(first.firstDate)}`)
  const customerSql = `select ${trunkColumns(endDate)},${snapshotColumns(endDate)} from sample_line order by i`
  files.push({ fact: 'customer', ...(await writeRows(duck, customerSql, folder, 'customer', format)) })
  files.push(...(await writeEvents(options, { firstDate: first.firstDate, endDate, months: options.months })))
  files.push(...(await writeMonths(options, [before, ...months])))
  files.push(...(await writeFacts(duck, contactFacts(care, endDate), folder, format)))
  const truth = await writeRows(duck, truthSql, folder, 'truth', format)
  for (const table of ['sample_trait', 'sample_line', 'sample_place', 'sample_rhythm'])
    await duck.run(`drop table ${table}`)
  return { files, truthFile: truth.file }
}

const care: Care = {
  table: 'sample_line',
  rhythm: 'select * from sample_rhythm',
  labels: { 1: 'tel-care', 3: 'tel-care', 6: 'tel-care', 12: 'tel-round' },
  channels: usualChannels,
}

/** How often customers are called follows from their last bill and their years, as the service tier does: 160, 100 and 60 yuan. */
const rhythmSql = (used: Month, issued: Month): string => `
  select i, case when charges >= 160 and tenure >= 24 then 1 when charges >= 100 and tenure >= 12 then 3 when charges >= 60 and tenure >= 6 then 6 else 12 end as months
  from (select i, date_diff('month', opened_on, date '${issued.lastDate}') as tenure from sample_line)
    left join (select customer_id, plan_fee + overage_fee + value_added_fee + roaming_fee + international_fee as charges from (${billsSql(used, issued)})) on customer_id = customer_id(i)`

const writeEvents = async ({ duck, folder, format }: WorldOptions, span: Span): Promise<readonly SampleFile[]> => {
  const facts = {
    agreement: agreementsSql(span),
    top_up: topUpsSql(span),
    complaint: complaintsSql(span),
    survey_answer: answersSql(span),
    external_mention: mentionsSql(span),
    leave_request: leaveRequestsSql(span),
    suspension: suspensionsSql(span),
  }
  const files: SampleFile[] = [...(await writeFacts(duck, consentFacts('sample_line', span.endDate), folder, format))]
  for (const [fact, sql] of Object.entries(facts))
    files.push({ fact, ...(await writeRows(duck, sql, folder, fact, format)) })
  return files
}

/** Each month issues the bill for the use of the month before. */
const writeMonths = async (options: WorldOptions, months: readonly Month[]): Promise<readonly SampleFile[]> => {
  const { duck, folder, format, onProgress = () => {} } = options
  const bills = new MonthlyWriter(duck, folder, 'bill', format)
  const usages = new MonthlyWriter(duck, folder, 'usage', format)
  const circles = new MonthlyWriter(duck, folder, 'calling_circle', format)
  for (const [index, issued] of months.entries()) {
    const used = months[index - 1]
    if (used === undefined) continue
    onProgress(issued.id)
    await duck.run(`create or replace temp table sample_use as ${useSql(used, issued)}`)
    await bills.write(billsSql(used, issued), issued.id)
    await usages.write(usagesSql(used, issued), issued.id)
    await circles.write(circlesSql(used, issued), issued.id)
    if (issued.beforeEnd === 0)
      await duck.run(`create or replace temp table sample_rhythm as ${rhythmSql(used, issued)}`)
  }
  await duck.run('drop table sample_use')
  return [...(await bills.files()), ...(await usages.files()), ...(await circles.files())]
}
