import { basename } from 'node:path'
import { choosePack, openHome, packFolder, requirePack, UserError } from '@tend/jobs'
import { listBatches, openLake } from '@tend/lake'
import type { Pack } from '@tend/pack'
import { readOrder } from './sample-world.ts'

/**
 * Refuses to open a home that holds the facts of one programme with the pack of another. A pack that extends the home's, or is extended by it,
 * speaks of the same facts and passes; so does any pack in a home that holds nothing yet.
 */
export const refuseForeignHome = async (environment: NodeJS.ProcessEnv, named: string | undefined): Promise<void> => {
  if (named === undefined) return
  const home = openHome(environment)
  const order = readOrder(home)
  if (!order && (await listBatches(openLake(home.lake))).length === 0) return
  const wanted = requirePack(packFolder(named))
  const present = requirePack(order ? packFolder(order.pack) : choosePack(home))
  if (holds(wanted, present) || holds(present, wanted)) return
  throw new UserError(
    `${home.folder} holds ${order ? 'a sample world' : 'data'} of the pack ${present.id}, which ${wanted.id} knows nothing of. Give ${wanted.id} a home of its own: TEND_HOME=~/tend-${basename(wanted.id)} npm start -- --pack ${named}. Without --pack this home opens with ${present.id}.`,
  )
}

const holds = (pack: Pack, base: Pack): boolean => {
  const own = base.folders.at(-1)
  return own !== undefined && pack.folders.includes(own)
}
