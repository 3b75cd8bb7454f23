import type { Duck } from '@tend/lake'
import { type Month, monthsUntil } from './calendar.ts'
import { createContractMacros, createContracts } from './contracts.ts'
import { balancesSql, contributionsSql, createMonth, dropMonth, transactionsSql } from './month.ts'
import { type Organisation, organisationOf } from './organisation.ts'
import { createPersonMacros, createPersons, customerSql } from './person.ts'
import { createRandomMacros, textLiteral } from './random.ts'
import { type Format, MonthlyWriter, type SampleFile, writeRows } from './write.ts'

/** What a bank is made of. The same seed, sizes and dates give the same bytes, whatever the number of threads. */
export type BankOptions = {
  readonly duck: Duck
  /** Where the files are written; made if missing. */
  readonly folder: string
  readonly seed: number
  /** 1 to 10,000,000. */
  readonly customers: number
  /** The last business date, inclusive, as `YYYY-MM-DD`; the last month may be partial. */
  readonly endDate: string
  /** Months of history, the one of `endDate` included. */
  readonly months: number
  /** Average number of transactions a customer over the whole history; about 2 a month when not given. */
  readonly transactionsPerCustomer?: number
  /** `csv`: one file a fact. `parquet`: a file a month for balances, transactions and contributions. */
  readonly format: Format
  readonly onProgress?: (message: string) => void
}

/** `files` stand in the order in which they can be ingested: what is referred to comes first. `truthFile` is never ingested. */
export type SampleBank = { readonly files: readonly SampleFile[]; readonly truthFile: string }

/**
 * Writes a believable retail bank for the facts of `packs/bank-retail`, and beside it the hidden truth: when and why each customer
 * leaves, also after the end of the history. Memory is bounded by one month of the bank; the duck's temporary tables are dropped.
 */
export const generateBank = async (options: BankOptions): Promise<SampleBank> => {
  check(options)
  const { duck, folder, customers, endDate, format, onProgress = () => {} } = options
  const [before, ...months] = monthsUntil(endDate, options.months + 1)
  const [first] = months
  if (!before || !first) throw new Error('A bank needs at least one month.')
  onProgress(`${customers} customers`)
  const organisation = organisationOf(customers)
  await createRandomMacros(duck, options.seed)
  await createPersonMacros(duck)
  await createContractMacros(duck)
  await duck.run('create or replace temp macro yuan(fen) as (fen / 100.0)::decimal(18, 2)')
  await createPersons(duck, { customers, firstDate: first.firstDate, endDate, organisation })
  await createContracts(duck, first.firstDate, endDate, options.months)
  const files = [...(await writeOrganisation(duck, folder, organisation, format))]
  files.push({ fact: 'customer', ...(await writeRows(duck, customerSql(endDate), folder, 'customer', format)) })
  files.push({ fact: 'contract', ...(await writeRows(duck, contractsSql, folder, 'contract', format)) })
  files.push(...(await writeMonths(options, before, months)))
  const truth = await writeRows(duck, truthSql, folder, 'truth', format)
  for (const table of ['sample_person', 'sample_place', 'sample_contract', 'sample_flow'])
    await duck.run(`drop table ${table}`)
  return { files, truthFile: truth.file }
}

const check = ({ customers, months }: BankOptions): void => {
  if (!Number.isInteger(customers) || customers < 1 || customers > 10_000_000) {
    throw new Error(`A bank of ${customers} customers cannot be made: ask for a whole number from 1 to 10,000,000.`)
  }
  if (!Number.isInteger(months) || months < 1 || months > 120) {
    throw new Error(`A history of ${months} months cannot be made: ask for a whole number from 1 to 120.`)
  }
}

const writeOrganisation = async (
  duck: Duck,
  folder: string,
  { units, staff }: Organisation,
  format: Format,
): Promise<readonly SampleFile[]> => {
  const unitRows = units.map((unit) => [unit.unitId, unit.parentId, unit.name, unit.kind])
  const staffRows = staff.map((person) => [person.staffId, person.name, person.role, person.unitId])
  return [
    {
      fact: 'org_unit',
      ...(await writeRows(
        duck,
        valuesSql(['unit_id', 'parent_id', 'name', 'kind'], unitRows),
        folder,
        'org_unit',
        format,
      )),
    },
    {
      fact: 'staff',
      ...(await writeRows(
        duck,
        valuesSql(['staff_id', 'name', 'role', 'unit_id'], staffRows),
        folder,
        'staff',
        format,
      )),
    },
  ]
}

const valuesSql = (columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string => {
  const literals = rows.map(
    (row) => `(${row.map((value) => (value === null ? 'null' : textLiteral(value))).join(', ')})`,
  )
  return `select * from (values ${literals.join(', ')}) as listed(${columns.join(', ')})`
}

const contractsSql = `
  select contract_id, customer_id(i) as customer_id, product, yuan(amount) as amount, start_on, end_on, closed_on from sample_contract order by i, contract_id`

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
  let previous = before
  for (const month of months) {
    onProgress(month.id)
    await createMonth(duck, month, previous, spendingPerMonth)
    await balances.write(balancesSql(month), month.id)
    await transactions.write(transactionsSql(month), month.id)
    await contributions.write(contributionsSql(month), month.id)
    await dropMonth(duck)
    previous = month
  }
  return [...(await balances.files()), ...(await transactions.files()), ...(await contributions.files())]
}
