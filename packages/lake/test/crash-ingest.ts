import { openDuck } from '../src/duck.ts'
import { ingest, openLake } from '../src/index.ts'
import { packOf, transaction } from './facts.ts'

/** Run by the crash test as a process of its own, to be killed. */
const [root = '', ...files] = process.argv.slice(2)
const duck = await openDuck({ threads: 2, tempFolder: `${root}-spill` })
for (const [index, file] of files.entries()) {
  const receivedAt = `2026-11-0${index + 1}T02:00:00Z`
  await ingest(openLake(root), duck, { pack: packOf(transaction), fact: 'transaction', file, receivedAt })
}
duck.close()
