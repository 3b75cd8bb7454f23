import { type Month, monthsUntil } from '../calendar.ts'
import { type Care, contactFacts, spokenChannels } from '../contacts.ts'
import type { Trade } from '../organisation.ts'
import { consentFacts } from '../reach.ts'
import { voiceFacts } from '../voice.ts'
import { openWorld, type SampleWorld, trunkColumns, type WorldOptions } from '../world.ts'
import { MonthlyWriter, type SampleFile, writeFacts, writeRows } from '../write.ts'
import { lineSql, purchasesSql, salesSql, shopperSql, ticketSql, truthSql, wearNotesSql } from './shopper.ts'

const trade: Trade = {
  headOffice: '常青服饰',
  branch: '分公司',
  subBranch: '店',
  perUnit: 2000,
  perManager: 250,
  managersMin: 2,
}

/**
 * Writes a believable chain of clothing shops for the facts of `packs/fashion-retail`: customers with their guides, receipts by line and as a whole, returns, answers and
 * mentions; and beside it the hidden truth: how often each customer comes, what they like and when they stop, also after the end of the history.
 */
export const generateFashion = async (options: WorldOptions): Promise<SampleWorld> => {
  const { duck, folder, customers, endDate, format, onProgress = () => {} } = options
  const files = await openWorld(options, trade)
  const months = monthsUntil(endDate, options.months)
  const firstDate = months[0]?.firstDate ?? endDate
  onProgress(`${customers} customers`)
  await duck.run(`create or replace temp table sample_shopper as ${shopperSql(customers, firstDate, endDate)}`)
  const facts = {
    customer: `select ${trunkColumns(endDate)}, size as clothing_size, size_changed_on from sample_shopper order by i`,
    ...Object.fromEntries(voiceFacts('sample_shopper', endDate)),
    ...Object.fromEntries(consentFacts('sample_shopper', endDate)),
    wear_note: wearNotesSql(endDate),
  }
  for (const [fact, sql] of Object.entries(facts))
    files.push({ fact, ...(await writeRows(duck, sql, folder, fact, format)) })
  files.push(...(await writeMonths(options, months)))
  files.push(...(await writeFacts(duck, contactFacts(care, endDate), folder, format)))
  const truth = await writeRows(duck, truthSql, folder, 'truth', format)
  for (const table of ['sample_shopper', 'sample_place', 'sample_spent']) await duck.run(`drop table ${table}`)
  return { files, truthFile: truth.file }
}

/** How often customers are called follows from their largest purchase and what they spent in all, as the membership does. */
const care: Care = {
  table: 'sample_shopper',
  rhythm: `select i, case when largest >= 3500 or spent >= 8000 then 1 when largest >= 2500 or spent >= 4000 then 3 when largest >= 1000 or spent >= 2000 then 6 else 12 end as months
    from (select i, max(amount) as largest, sum(amount) as spent from sample_spent group by i)`,
  labels: { 1: 'shop-care', 3: 'shop-care', 6: 'shop-care', 12: 'shop-round' },
  channels: spokenChannels,
}

const writeMonths = async (options: WorldOptions, months: readonly Month[]): Promise<readonly SampleFile[]> => {
  const { duck, folder, format, endDate, onProgress = () => {} } = options
  const purchases = new MonthlyWriter(duck, folder, 'purchase', format)
  const sales = new MonthlyWriter(duck, folder, 'sale', format)
  await duck.run('create or replace temp table sample_spent (i bigint, amount double)')
  for (const month of months) {
    onProgress(month.id)
    await duck.run(`create or replace temp table sample_ticket as ${ticketSql(month)}`)
    await duck.run(`create or replace temp table sample_bought as ${lineSql(month, endDate)}`)
    await purchases.write(purchasesSql, month.id)
    await sales.write(salesSql, month.id)
    await duck.run(
      'insert into sample_spent select i, sum(quantity * unit_price) from sample_bought group by i, invoice_no',
    )
  }
  for (const table of ['sample_ticket', 'sample_bought']) await duck.run(`drop table ${table}`)
  return [...(await purchases.files()), ...(await sales.files())]
}
