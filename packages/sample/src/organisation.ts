import type { Duck } from '@tend/lake'
import { branchCities, givenFemale, givenMale, streetKinds, streets, surnames } from './names.ts'
import { listLiteral } from './random.ts'

export type Unit = {
  readonly unitId: string
  readonly parentId: string | null
  readonly name: string
  readonly kind: string
}
export type Staff = { readonly staffId: string; readonly name: string; readonly role: string; readonly unitId: string }

export type Organisation = {
  readonly units: readonly Unit[]
  readonly staff: readonly Staff[]
  /** Sub-branches in order, each with the customer managers and the callers who work there. */
  readonly subBranches: readonly {
    readonly unitId: string
    readonly city: string
    readonly ownerIds: readonly string[]
    readonly agentIds: readonly string[]
  }[]
}

/** How the units of a trade are called, and how many customers a unit and one of its managers serve in a large world. */
export type Trade = {
  readonly headOffice: string
  readonly branch: string
  readonly subBranch: string
  readonly perUnit: number
  readonly perManager: number
  /** Managers of a unit in a small world. */
  readonly managersMin: number
}

export const bank: Trade = {
  headOffice: '常青银行',
  branch: '分行',
  subBranch: '支行',
  perUnit: 2500,
  perManager: 500,
  managersMin: 2,
}

/**
 * Head office, two to eight branches, 2 to 50 sub-branches each. A small bank has as many branches as leave every manager a book of customers to look
 * after; a sub-branch of a large one serves 2,500, with a customer manager for every 500 of them.
 */
export const organisationOf = (customers: number, trade: Trade): Organisation => {
  const cities = branchCities.slice(0, Math.max(2, Math.round(customers / (4 * trade.perManager))))
  const perBranch = Math.max(2, Math.min(50, Math.round(customers / (trade.perUnit * cities.length))))
  const managers = Math.max(trade.managersMin, Math.round(customers / (perBranch * cities.length) / trade.perManager))
  const units: Unit[] = [{ unitId: 'HQ', parentId: null, name: trade.headOffice, kind: 'head_office' }]
  const staff: Staff[] = []
  const subBranches: Organisation['subBranches'][number][] = []
  const hire = (role: string, unitId: string): string => {
    const staffId = `S${String(staff.length + 1).padStart(5, '0')}`
    staff.push({ staffId, name: staffName(staff.length), role, unitId })
    return staffId
  }
  for (const role of ['planner', 'finance', 'verifier', 'admin']) hire(role, 'HQ')
  cities.forEach((city, index) => {
    const branchId = `B${String(index + 1).padStart(2, '0')}`
    units.push({ unitId: branchId, parentId: 'HQ', name: `${city}${trade.branch}`, kind: 'branch' })
    hire('leader', branchId)
    hire('supervisor', branchId)
    for (let number = 1; number <= perBranch; number++) {
      const unitId = `${branchId}${String(number).padStart(2, '0')}`
      units.push({
        unitId,
        parentId: branchId,
        name: `${city}${streetOf(index, number)}${trade.subBranch}`,
        kind: 'sub_branch',
      })
      hire('front_desk', unitId)
      const agentIds = [hire('agent', unitId), hire('agent', unitId)]
      const ownerIds = Array.from({ length: managers }, () => hire('owner', unitId))
      subBranches.push({ unitId, city, ownerIds, agentIds })
    }
  })
  return { units, staff, subBranches }
}

/** `sample_place`: the sub-branches, numbered from 0, each with its city and the ids of its managers and callers. */
export const createPlaces = async (duck: Duck, { subBranches }: Organisation): Promise<void> => {
  await duck.run(
    `create or replace temp table sample_place as select unnest(range(${subBranches.length})) as place, unnest(${listLiteral(subBranches.map((unit) => unit.unitId))}) as unit_id,
       unnest(${listLiteral(subBranches.map((unit) => unit.city))}) as city, unnest([${subBranches.map((unit) => listLiteral(unit.ownerIds)).join(', ')}]) as owners,
       unnest([${subBranches.map((unit) => listLiteral(unit.agentIds)).join(', ')}]) as agents`,
  )
}

/** 17 street names and 5 kinds: 85 different streets a city. */
const streetOf = (branch: number, number: number): string => {
  const place = branch * 3 + number - 1
  return `${streets[place % streets.length]}${streetKinds[Math.floor(place / streets.length) % streetKinds.length]}`
}

/** Strides that share no factor with the lists' lengths, so that neighbours have unlike names. */
const staffName = (index: number): string => {
  const family = Object.keys(surnames)
  const given = index % 2 === 0 ? givenFemale : givenMale
  const second = index % 3 === 0 ? '' : given[(index * 11 + 5) % given.length]
  return `${family[(index * 17) % family.length]}${given[(index * 7) % given.length]}${second}`
}
