import { fileURLToPath } from 'node:url'
import { loadPack, type Pack } from '@tend/pack'

const packs = fileURLToPath(new URL('../../../packs', import.meta.url))
const { pack: common, issues } = loadPack(`${packs}/common`, packs)
if (common === undefined) throw new Error(`packs/common has mistakes: ${JSON.stringify(issues)}`)

/** What every programme shares: categories of bulletins, the texts to be learned, and the words below a bulletin. */
export const pack: Pack = common
