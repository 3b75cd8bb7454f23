import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { choosePack, type House, openHome, requirePack } from '@tend/jobs'
import { type Duck, ingest, openDuck, openLake } from '@tend/lake'
import { testDatabase } from '@tend/store/testing'

/** A bank of three customers on a real database and a real lake, gone after `close`. */
export type SmallHouse = House & {
  readonly duck: Duck
  deliver(fact: string, csv: string): Promise<void>
  close(): Promise<void>
}

export const openSmallHouse = async (): Promise<SmallHouse> => {
  const folder = mkdtempSync(join(tmpdir(), 'tend-house-'))
  const home = openHome({ TEND_HOME: folder })
  const pack = requirePack(choosePack(home, 'bank-retail'))
  const lake = openLake(home.lake)
  const store = await testDatabase()
  const duck = await openDuck({ memoryLimitMb: 1024, threads: 2 })
  let deliveries = 0
  return {
    home,
    pack,
    lake,
    store,
    duck,
    deliver: async (fact, csv) => {
      deliveries += 1
      const file = join(folder, `${fact}-${deliveries}.csv`)
      writeFileSync(file, csv)
      await ingest(lake, duck, { pack, fact, file, receivedAt: '2026-11-01T01:00:00Z' })
    },
    close: async () => {
      duck.close()
      await store.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Organisation, three customers and one deposit of ¥500,000 that matures on 2026-11-07. */
export const deliverBank = async (house: SmallHouse): Promise<void> => {
  await house.deliver('org_unit', 'unit_id,parent_id,name,kind\nHQ,,总行,head_office\nB1,HQ,一支行,sub_branch\n')
  await house.deliver('staff', 'staff_id,name,role,unit_id\nE1,林经理,owner,B1\nE2,周主管,supervisor,HQ\n')
  await house.deliver(
    'customer',
    [
      'customer_id,name,phone,birth_date,unit_id,owner_id,opened_on',
      'C1,甲,12700000001,1980-05-05,B1,E1,2020-01-10',
      'C2,乙,12700000002,1990-06-06,B1,E1,2021-03-04',
      'C3,丙,12700000003,1970-07-07,B1,,2019-08-09',
    ].join('\n'),
  )
  await house.deliver(
    'contract',
    'contract_id,customer_id,product,amount,start_on,end_on\nK1,C1,term,500000.00,2025-11-07,2026-11-07\n',
  )
  await house.deliver(
    'balance',
    ['customer_id,product,month,date,balance,accumulated', ...balances('C1', 500_000), ...balances('C2', 20_000)].join(
      '\n',
    ),
  )
  await house.deliver(
    'transaction',
    [
      'transaction_id,customer_id,date,direction,amount,kind',
      '1,C1,2026-10-20,in,100.00,transfer',
      '2,C2,2026-10-21,out,50.00,card',
    ].join('\n'),
  )
}

const balances = (customer: string, amount: number): readonly string[] =>
  [
    ['2026-08', 31],
    ['2026-09', 30],
    ['2026-10', 31],
  ].map(([month, days]) => `${customer},term,${month},${month}-${days},${amount}.00,${amount * Number(days)}.00`)
