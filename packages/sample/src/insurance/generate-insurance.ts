import { type Care, contactFacts, usualChannels } from '../contacts.ts'
import type { Trade } from '../organisation.ts'
import { consentFacts } from '../reach.ts'
import { voiceFacts } from '../voice.ts'
import { openWorld, type SampleWorld, trunkColumns, type WorldOptions } from '../world.ts'
import { writeFacts, writeRows } from '../write.ts'
import { createMembers } from './member.ts'
import { createPolicies, eventsSql, policiesSql } from './policy.ts'

const trade: Trade = {
  headOffice: '常青人寿',
  branch: '分公司',
  subBranch: '营业部',
  perUnit: 2500,
  perManager: 400,
  managersMin: 2,
}

/**
 * Writes a life insurer for the facts of `packs/insurance`, and beside it the hidden truth: who gives policies up and when. The club began before
 * the history's last 24 months; a wave of new customers came 24 months before the end, whose cards therefore run out with the history.
 */
export const generateInsurance = async (options: WorldOptions): Promise<SampleWorld> => {
  const { duck, folder, customers, endDate, format, onProgress = () => {} } = options
  const files = await openWorld(options, trade)
  onProgress(`${customers} customers`)
  await createMembers(duck, customers, endDate)
  await createPolicies(duck, endDate)
  const facts: readonly (readonly [string, string])[] = [
    ['customer', `select ${trunkColumns(endDate)} from sample_member order by i`],
    ['policy', policiesSql(endDate)],
    ['policy_event', eventsSql(endDate, options.months)],
    ...voiceFacts('sample_member', endDate),
    ...consentFacts('sample_member', endDate),
    ...contactFacts(care(endDate), endDate),
  ]
  files.push(...(await writeFacts(duck, facts, folder, format)))
  const truth = await writeRows(duck, truthSql, folder, 'truth', format)
  for (const table of ['sample_member', 'sample_policy', 'sample_place']) await duck.run(`drop table ${table}`)
  return { files, truthFile: truth.file }
}

/** How often customers are called follows from their cover, of this year or the last, as the card does: 1,000,000, 500,000 and 200,000 yuan. */
const care = (endDate: string): Care => {
  const coverOn = (day: string): string =>
    `coalesce(sum(amount) filter (start_on <= ${day} and least(surrendered_on, end_on) > ${day}), 0)`
  return {
    table: 'sample_member',
    rhythm: `select i, case when cover >= 1000000 then 1 when cover >= 500000 then 3 when cover >= 200000 then 6 else 12 end as months
      from (select i, greatest(${coverOn(`date '${endDate}'`)}, ${coverOn(`date '${endDate}' - 365`)}) as cover from sample_policy group by i)`,
    labels: { 1: 'insurance-care', 3: 'insurance-care', 6: 'insurance-care', 12: 'insurance-round' },
    channels: usualChannels,
  }
}

const truthSql = `
  select customer_id(i) as customer_id, closed_on as churn_on, rich, of_wave,
    (select min(surrendered_on) from sample_policy as policy where policy.i = member.i) as surrendered_on
  from sample_member as member order by i`
