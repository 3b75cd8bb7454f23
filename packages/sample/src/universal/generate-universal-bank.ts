import { contactFacts } from '../contacts.ts'
import { type BankOptions, makeBank } from '../generate-bank.ts'
import { consentFacts } from '../reach.ts'
import type { SampleWorld } from '../world.ts'
import { writeFacts } from '../write.ts'
import { bankPolicyFacts, insuredRhythm } from './bank-policies.ts'
import { companyCare, companyCount, companySql, createCompanies } from './company.ts'
import { companyFacts } from './company-facts.ts'

/**
 * Writes the bank of `generateBank` for the facts of `packs/universal-bank`: the same persons, and beside them companies (4 in a hundred) with
 * their accounts, limits and people, and the policies that the bank has sold.
 */
export const generateUniversalBank = (options: BankOptions): Promise<SampleWorld> =>
  makeBank(options, {
    companies: companyCount(options.customers),
    rhythm: insuredRhythm(options.endDate),
    more: async (months) => {
      const { duck, folder, customers, endDate, format } = options
      await duck.run('create or replace temp macro yuans(amount) as round(greatest(amount, -1e12), 2)::decimal(18, 2)')
      await createCompanies(duck, customers, endDate)
      const consents = consentFacts('sample_company', endDate, 'company_id')
      const contacts = contactFacts(companyCare, endDate, 'company_id')
      const facts = [...companyFacts(endDate, months), ...bankPolicyFacts(endDate)]
      const files = [
        ...(await writeFacts(duck, [['customer', companySql], ...consents, ...contacts], `${folder}/company`, format)),
        ...(await writeFacts(duck, facts, folder, format)),
      ]
      await duck.run('drop table sample_company')
      return files
    },
  })
