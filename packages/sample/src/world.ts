import type { Duck } from '@tend/lake'
import { createPlaces, type Organisation, organisationOf, type Trade } from './organisation.ts'
import { createPersonMacros } from './person.ts'
import { createRandomMacros, textLiteral } from './random.ts'
import { reachColumns } from './reach.ts'
import { type Format, type SampleFile, writeRows } from './write.ts'

/** What any sample world is made of. The same seed, sizes and dates give the same bytes, whatever the number of threads. */
export type WorldOptions = {
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
  /** `csv`: one file a fact. `parquet`: a file a month for facts with many rows. */
  readonly format: Format
  readonly onProgress?: (message: string) => void
}

/** `files` stand in the order in which they can be ingested: what is referred to comes first. `truthFile` is never ingested. */
export type SampleWorld = { readonly files: readonly SampleFile[]; readonly truthFile: string }

export const checkWorld = ({ customers, months }: WorldOptions): void => {
  if (!Number.isInteger(customers) || customers < 1 || customers > 10_000_000) {
    throw new Error(`${customers} customers cannot be made: ask for a whole number from 1 to 10,000,000.`)
  }
  if (!Number.isInteger(months) || months < 1 || months > 120) {
    throw new Error(`${months} months of history cannot be made: ask for a whole number from 1 to 120.`)
  }
}

/** Makes the macros of chance and persons and `sample_place` (a row a sub-branch with its managers), and writes units and staff. */
export const openWorld = async (options: WorldOptions, trade: Trade): Promise<SampleFile[]> => {
  checkWorld(options)
  const { duck, folder, customers, format } = options
  const organisation = organisationOf(customers, trade)
  await createRandomMacros(duck, options.seed)
  await createPersonMacros(duck)
  await createPlaces(duck, organisation)
  return [...(await writeOrganisation(duck, folder, organisation, format))]
}

export const writeOrganisation = async (
  duck: Duck,
  folder: string,
  { units, staff }: Organisation,
  format: Format,
): Promise<readonly SampleFile[]> => {
  const unitRows = units.map((unit) => [unit.unitId, unit.parentId, unit.name, unit.kind])
  const staffRows = staff.map((person) => [person.staffId, person.name, person.role, person.unitId])
  const write = async (fact: string, columns: readonly string[], rows: readonly (readonly (string | null)[])[]) => ({
    fact,
    ...(await writeRows(duck, valuesSql(columns, rows), folder, fact, format)),
  })
  return [
    await write('org_unit', ['unit_id', 'parent_id', 'name', 'kind'], unitRows),
    await write('staff', ['staff_id', 'name', 'role', 'unit_id'], staffRows),
  ]
}

const valuesSql = (columns: readonly string[], rows: readonly (readonly (string | null)[])[]): string => {
  const literals = rows.map(
    (row) => `(${row.map((value) => (value === null ? 'null' : textLiteral(value))).join(', ')})`,
  )
  return `select * from (values ${literals.join(', ')}) as listed(${columns.join(', ')})`
}

/** What every world knows of a customer; `table` has i, is_male, birth_date, opened_on and closed_on. Ordered by customer. */
export const trunkColumns = (endDate: string): string => `
    customer_id(i) as customer_id, person_name(i, is_male) as name, case when is_male then 'male' else 'female' end as gender, birth_date,
    case when chance(i, 55) < case when birth_date < date '1975-01-01' then 0.25 else 0.04 end then 'lunar' else 'solar' end as birthday_calendar,
    phone_number(i) as phone, id_number(i, birth_date, is_male) as id_number, unit_id, owner_id, city, opened_on,
    case when closed_on <= date '${endDate}' then closed_on end as closed_on,${reachColumns()}`
