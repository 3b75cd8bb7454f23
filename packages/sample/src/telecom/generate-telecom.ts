import type { Trade } from '../organisation.ts'
import { openWorld, type SampleWorld, trunkColumns, type WorldOptions } from '../world.ts'
import { writeRows } from '../write.ts'

const trade: Trade = { headOffice: '常青电信', branch: '分公司', subBranch: '营业厅', perUnit: 4000, perManager: 800 }

/** Writes a carrier for the facts of `packs/telecom`, and beside it the hidden truth. */
export const generateTelecom = async (options: WorldOptions): Promise<SampleWorld> => {
  const { duck, folder, customers, endDate, format } = options
  const files = await openWorld(options, trade)
  await duck.run(`create or replace temp table sample_member as ${memberSql(customers, endDate)}`)
  const customerSql = `select ${trunkColumns(endDate)} from sample_member order by i`
  files.push({ fact: 'customer', ...(await writeRows(duck, customerSql, folder, 'customer', format)) })
  const truth = await writeRows(
    duck,
    'select customer_id(i) as customer_id from sample_member order by i',
    folder,
    'truth',
    format,
  )
  for (const table of ['sample_member', 'sample_place']) await duck.run(`drop table ${table}`)
  return { files, truthFile: truth.file }
}

const memberSql = (customers: number, endDate: string): string => `
  select i, chance(i, 50) < 0.5 as is_male, birth_date, unit_id, pick(owners, chance(i, 57)) as owner_id, city,
    greatest(birth_date + 6570, date '${endDate}' - floor(pow(chance(i, 2), 1.4) * 3650)::integer) as opened_on, null::date as closed_on
  from (select i, (date '${endDate}' - (6570 + floor(pow(chance(i, 3), 1.25) * 21000))::integer)::date as birth_date from range(1, ${customers} + 1) as numbers(i)) as numbered
    join sample_place on place = floor(chance(i, 56) * (select count(*) from sample_place))`
