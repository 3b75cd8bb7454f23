import { resolve } from 'node:path'
import {
  type OpenHouse,
  PackMistakes,
  packFolder,
  packOfVersion,
  readChanges,
  requirePack,
  UserError,
  withEntries,
} from '@tend/jobs'
import type { Pack } from '@tend/pack'

export type DraftFlags = { readonly changes?: string; readonly pack?: string; readonly version?: string }

/** The pack that a command is to try: changes over what is in force, another pack, or a version. Throws UserError with every mistake. */
export const readDraft = async (house: OpenHouse, flags: DraftFlags): Promise<Pack> => {
  const given = [flags.changes, flags.pack, flags.version].filter((each) => each !== undefined)
  if (given.length !== 1)
    throw new UserError(
      'Say what is to be tried: --changes FOLDER, or --pack FOLDER, or --version NUMBER, and one of them only.',
    )
  if (flags.pack !== undefined) return requirePack(packFolder(flags.pack))
  if (flags.version !== undefined) return packOfVersion(house, versionNumber(flags.version))
  const content = withEntries(house.studio.inForce().content, readChanges(resolve(flags.changes ?? '')))
  const { pack, issues } = await house.studio.check(content)
  if (pack === undefined) {
    const lead = { zh: `${flags.changes} 中的修改有错误：`, en: `The changes in ${flags.changes} have mistakes:` }
    throw new PackMistakes(lead, issues)
  }
  return pack
}

export const versionNumber = (text: string): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= 0) return number
  throw new UserError(`${text} is no version: "tend versions" lists their numbers.`)
}
