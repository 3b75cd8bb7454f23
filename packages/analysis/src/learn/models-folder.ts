import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { hashOf, type LearnedModel, type ModelArtifact, sealArtifact } from './artifact.ts'

/**
 * The trained models of a house: `<folder>/<model>/<n>.json`, the highest number in force. Throws, with the file, for one that cannot be read or whose
 * content does not give its hash.
 */
export async function readModels(
  folder: string,
  onUnreadable: (error: unknown) => void = fail,
): Promise<ReadonlyMap<string, ModelArtifact>> {
  const models = new Map<string, ModelArtifact>()
  for (const id of (await namesIn(folder)).sort()) {
    const number = await latestNumber(join(folder, id))
    if (number === 0) continue
    try {
      models.set(id, await readArtifact(join(folder, id, `${number}.json`)))
    } catch (error) {
      onUnreadable(error)
    }
  }
  return models
}

const fail = (error: unknown): never => {
  throw error
}

/** Keeps what was learned under the next number; it appears whole or not at all. */
export async function writeModel(folder: string, learned: LearnedModel): Promise<ModelArtifact> {
  const own = join(folder, learned.model)
  await mkdir(own, { recursive: true })
  const artifact = sealArtifact(learned, (await latestNumber(own)) + 1)
  const path = join(own, `${artifact.number}.json`)
  const file = await open(`${path}.tmp`, 'w')
  try {
    await file.writeFile(`${JSON.stringify(artifact, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.tmp`, path)
  return artifact
}

async function readArtifact(path: string): Promise<ModelArtifact> {
  let artifact: ModelArtifact
  try {
    artifact = JSON.parse(await readFile(path, 'utf8')) as ModelArtifact
  } catch (cause) {
    throw new Error(`${path} is not a readable model: delete it, then the one before it is in force`, { cause })
  }
  if (artifact.format !== 1 || hashOf(artifact) !== artifact.hash)
    throw new Error(`${path} is not as it was written (its hash does not fit): delete it, or train the model again`)
  return artifact
}

async function latestNumber(folder: string): Promise<number> {
  const numbers = (await namesIn(folder)).map((name) => Number(/^(\d+)\.json$/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...numbers)
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR')
      return []
    throw error
  }
}
