import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ingest, openDuck, openLake } from '@tend/lake'
import { generateBank } from '@tend/sample'
import { type Bank, type BankOrder, bankPack, doneFile, endDate, memoryLimitMb } from '../bank.ts'
import { load, say } from '../child.ts'

await load(async (order: BankOrder): Promise<null> => {
  const { folder, customers, transactions } = order
  await rm(folder, { recursive: true, force: true })
  const home = join(folder, 'home')
  const spill = join(folder, 'spill')
  await mkdir(spill, { recursive: true })
  const duck = await openDuck({ memoryLimitMb, tempFolder: spill })
  const lake = openLake(join(home, 'lake'))
  say(`making a bank of ${customers} customers and ${transactions} transactions (once; kept in ${folder})`)
  const start = performance.now()
  const { files } = await generateBank({
    duck,
    folder: join(folder, 'sample'),
    seed: 7,
    customers,
    endDate,
    months: 24,
    transactionsPerCustomer: transactions / customers,
    format: 'parquet',
  })
  const generated = performance.now()
  const pack = bankPack()
  let fact = ''
  for (const file of files) {
    if (file.fact !== fact) say(`loading ${file.fact}`)
    fact = file.fact
    await ingest(lake, duck, { pack, fact, file: file.file, receivedAt: `${endDate}T12:00:00Z` })
  }
  const ingested = performance.now()
  duck.close()
  await rm(spill, { recursive: true })
  const bank: Bank = {
    ...order,
    home,
    lake: lake.root,
    sampleFiles: files,
    generateSeconds: (generated - start) / 1000,
    ingestSeconds: (ingested - generated) / 1000,
  }
  await writeFile(doneFile(folder), JSON.stringify(bank, null, 2))
  return null
})
