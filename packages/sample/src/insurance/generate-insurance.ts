import type { Trade } from '../organisation.ts'
import { consentFacts } from '../reach.ts'
import { voiceFacts } from '../voice.ts'
import { openWorld, type SampleWorld, trunkColumns, type WorldOptions } from '../world.ts'
import { writeFacts, writeRows } from '../write.ts'
import { createMembers } from './member.ts'
import { createPolicies, eventsSql, policiesSql } from './policy.ts'

const trade: Trade = { headOffice: '常青人寿', branch: '分公司', subBranch: '营业部', perUnit: 2500, perManager: 400 }

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
  ]
  files.push(...(await writeFacts(duck, facts, folder, format)))
  const truth = await writeRows(duck, truthSql, folder, 'truth', format)
  for (const table of ['sample_member', 'sample_policy', 'sample_place']) await duck.run(`drop table ${table}`)
  return { files, truthFile: truth.file }
}

const truthSql = `
  select customer_id(i) as customer_id, closed_on as churn_on, rich, of_wave,
    (select min(surrendered_on) from sample_policy as policy where policy.i = member.i) as surrendered_on
  from sample_member as member order by i`
