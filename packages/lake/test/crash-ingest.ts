import { ingest, openDuck, openLake } from '../src/index.ts'
import { packOf, transaction } from './facts.ts'

/** One delivery, run by the crash test as a process of its own, to be killed. */
const [root = '', file = '', receivedAt = ''] = process.argv.slice(2)
const duck = await openDuck({ threads: 2, tempFolder: `${root}-spill` })
await ingest(openLake(root), duck, { pack: packOf(transaction), fact: 'transaction', file, receivedAt })
duck.close()
