import { type Month, monthsUntil } from './calendar.ts'
import { type Care, contactFacts, usualChannels } from './contacts.ts'
import { createContractMacros, createContracts } from './contracts.ts'
import { lifeFacts } from './life.ts'
import { balancesSql, contributionsSql, createMonth, dropMonth, transactionsSql } from './month.ts'
import { bank, organisationOf } from './organisation.ts'
import { createPersonMacros, createPersons, customerSql, ownerSql } from './person.ts'
import { createRandomMacros } from './random.ts'
import { consentFacts } from './reach.ts'
import { voiceFacts } from './voice.ts'
import { checkWorld, type SampleWorld, type WorldOptions, writeOrganisation } from './world.ts'
import { MonthlyWriter, type SampleFile, writeFacts, writeRows } from './write.ts'

/** A bank, and how busy it is. */
export type BankOptions = WorldOptions & {
  /** Average number of transactions a customer over the whole history; about 2 a month when not given. */
  readonly transactionsPerCustomer?: number
}

/**
 * Writes a believable retail bank for the facts of `packs/bank-retail`, and beside it the hidden truth: when and why each customer
 * leaves, also after the end of the history. Memory is bounded by one month of the bank; the duck's temporary tables are dropped.
 */
export const generateBank = (options: BankOptions): Promise<SampleWorld> => makeBank(options)

/** What a larger bank has besides. */
export type Larger = {
  /** So many of its customers are companies. */
  readonly companies: number
  /** A select of i and months, for persons who are to be reached oftener than their assets ask. */
  readonly rhythm: string
  /** Writes the rest while the tables of the persons still stand. */
  readonly more: (months: readonly Month[]) => Promise<readonly SampleFile[]>
}

export const makeBank = async (options: BankOptions, larger?: Larger): Promise<SampleWorld> => {
  checkWorld(options)
  const { duck, folder, customers, endDate, format, onProgress = () => {} } = options
  const [before, ...months] = monthsUntil(endDate, options.months + 1)
  const [first] = months
  if (!before || !first) throw new Error('A bank needs at least one month.')
  onProgress(`${customers} customers`)
  const organisation = organisationOf(customers, bank)
  await createRandomMacros(duck, options.seed)
  await createPersonMacros(duck)
  await createContractMacros(duck)
  await duck.run('create or replace temp macro yuan(fen) as (fen / 100.0)::decimal(18, 2)')
  await createPersons(duck, { customers, firstDate: first.firstDate, endDate, organisation })
  await createContracts(duck, first.firstDate, endDate, options.months)
  const files = [...(await writeOrganisation(duck, folder, organisation, format))]
  files.push({
    fact: 'customer',
    ...(await writeRows(duck, customerSql(endDate, larger?.companies), folder, 'customer', format)),
  })
  files.push({ fact: 'contract', ...(await writeRows(duck, contractsSql, folder, 'contract', format)) })
  files.push(...(await writeFacts(duck, lifeFacts(endDate), folder, format)))
  files.push(...(await writeFacts(duck, voiceFacts('sample_person', endDate), folder, format)))
  files.push(...(await writeFacts(duck, consentFacts('sample_person', endDate), folder, format)))
  files.push(...(await writeMonths(options, before, months)))
  files.push(...(await writeFacts(duck, contactFacts(careOf(larger?.rhythm), endDate), folder, format)))
  if (larger) files.push(...(await larger.more(months)))
  const truth = await writeRows(duck, truthSql, folder, 'truth', format)
  for (const table of ['sample_person', 'sample_place', 'sample_contract', 'sample_flow', 'sample_held'])
    await duck.run(`drop table ${table}`)
  return { files, truthFile: truth.file }
}

const contractsSql = `
  select contract_id, customer_id(i) as customer_id, product, yuan(amount) as amount, start_on, end_on, closed_on from sample_contract order by i, contract_id`

/** `sample_held`: what customers held on an average day of a month. */
const heldSql = ({ lastDay }: Month): string => `
  insert into sample_held
  select i, sum(accumulated) / ${lastDay} from (select i, accumulated from sample_move union all select i, accumulated from sample_product) group by i`

const careOf = (further?: string): Care => ({
  table: `(select person.i, opened_on, closed_on, ${ownerSql} as owner_id
    from sample_person as person join sample_place on place = floor(chance(person.i, 56) * (select count(*) from sample_place)))`,
  // As the asset level does: 2,000,000, 600,000 and 200,000 yuan, held on till the year is over.
  rhythm: `select i, min(months) as months from (select i, case when max(held) >= 200000000 then 1 when max(held) >= 60000000 then 3 when max(held) >= 20000000 then 6 else 12 end as months
    from sample_held group by i ${further ? `union all ${further}` : ''}) group by i`,
  labels: { 1: 'bank-monthly-talk', 3: 'bank-care-key', 6: 'bank-care-business', 12: 'bank-care-roving' },
  channels: usualChannels,
})

const truthSql = `
  select customer_id(i) as customer_id, leaves_on as churn_on, case when leaves_on is not null then cause end as cause, case when leaves_on is not null then drains_from end as drains_from,
    leaves_on is not null and closes as closes, is_dormant, satisfaction, usage
  from sample_person order by i`

/** Transactions that come of themselves: salary, the transfer that balances and contracts, a month with an open account. */
const TRANSACTIONS_BEFORE_SPENDING = 1.5

const writeMonths = async (
  options: BankOptions,
  before: Month,
  months: readonly Month[],
): Promise<readonly SampleFile[]> => {
  const { duck, folder, format, onProgress = () => {} } = options
  const total = options.transactionsPerCustomer ?? months.length * 2.1
  const spendingPerMonth = Math.max(0, total / months.length / 0.8 - TRANSACTIONS_BEFORE_SPENDING)
  const balances = new MonthlyWriter(duck, folder, 'balance', format)
  const transactions = new MonthlyWriter(duck, folder, 'transaction', format)
  const contributions = new MonthlyWriter(duck, folder, 'contribution', format)
  await duck.run('create or replace temp table sample_held (i bigint, held double)')
  let previous = before
  for (const month of months) {
    onProgress(month.id)
    await createMonth(duck, month, previous, spendingPerMonth)
    await balances.write(balancesSql(month), month.id)
    await transactions.write(transactionsSql(month), month.id)
    await contributions.write(contributionsSql(month), month.id)
    if (month.beforeEnd <= 3) await duck.run(heldSql(month))
    await dropMonth(duck)
    previous = month
  }
  return [...(await balances.files()), ...(await transactions.files()), ...(await contributions.files())]
}
