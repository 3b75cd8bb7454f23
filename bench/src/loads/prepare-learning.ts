import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openDuck } from '@tend/lake'
import { memoryLimitMb } from '../bank.ts'
import { load } from '../child.ts'

export type LearningOrder = { readonly folder: string; readonly customers: number }

/** A number in (0, 1) for each customer and column, the same every time. */
const uniform = (column: number): string => `((hash(i * 64 + ${column}) % 1000003 + 0.5) / 1000003.0)`

/**
 * Customers with eight features, an outcome that four of them bring about, and a history of purchases: bought at a rate of their own until
 * they left, if they did.
 */
await load(async ({ folder, customers }: LearningOrder): Promise<{ readonly customers: number }> => {
  await mkdir(folder, { recursive: true })
  const duck = await openDuck({ memoryLimitMb, tempFolder: join(folder, 'spill') })
  const logit = `-3 + 2 * silence + case when contract = 'monthly' then 1.5 else 0 end - 1.2 * share + case when has_app then -0.6 else 0.2 end`
  await duck.run(
    `copy (
       select customer_id, cast(assets as bigint) as assets, cast(income as bigint) as income, cast(silence * 90 as bigint) as silent_days, share,
         cast(products as bigint) as products, cast(tenure as bigint) as tenure, contract, has_app,
         luck < 1 / (1 + exp(-(${logit}))) as has_left,
         cast(repeats as bigint) as repeats, cast(age as bigint) as age, cast(floor(age * repeats / (greatest(bought, repeats) + 1)) as bigint) as recency,
         cast(exp(9 + 2 * ${uniform(21)}) as bigint) as mean_value
       from (select *, least(bought, until_leaving) as repeats from (select *,
         greatest(0, floor(rate * age + sqrt(rate * age) * noise + 0.5)) as bought, 1 + floor(ln(luck_staying) / ln(1 - leaving)) as until_leaving from (
         select i, 'C' || lpad(cast(i as varchar), 9, '0') as customer_id, exp(6 + 8 * ${uniform(1)}) as assets, exp(5 + 6 * ${uniform(2)}) as income,
           ${uniform(3)} as silence, ${uniform(4)} as share, floor(6 * ${uniform(5)} * ${uniform(6)}) as products, 240 * ${uniform(7)} as tenure,
           case when ${uniform(8)} < 0.5 then 'monthly' when ${uniform(8)} < 0.8 then 'yearly' else 'longer' end as contract, ${uniform(9)} < 0.4 as has_app,
           ${uniform(10)} as luck, -ln(${uniform(11)}) / 60 as rate, 60 + floor(480 * ${uniform(12)}) as age,
           power(${uniform(13)}, 1.25) * 0.999 as leaving, ${uniform(14)} as luck_staying,
           sqrt(-2 * ln(${uniform(15)})) * cos(2 * pi() * ${uniform(16)}) as noise
         from range(${customers}) t(i)))))
     to '${join(folder, 'customer.parquet')}' (format parquet)`,
  )
  duck.close()
  return { customers }
})
