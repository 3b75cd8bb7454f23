import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Forces a file or folder to disk; a rename is only safe once both sides of it are. */
export const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes the folder and forces the entries of every folder that had to be made. */
export const makeFolder = async (path: string): Promise<void> => {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let folder = path; folder.length >= dirname(first).length; folder = dirname(folder)) {
    await syncPath(folder)
    if (folder === dirname(first)) break
  }
}

/** Replaces a file's content in one step: readers see the old text or the new one, also after a power cut. */
export const replaceFile = async (path: string, text: string): Promise<void> => {
  const beside = `${path}.new`
  const handle = await open(beside, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(beside, path)
  await syncPath(dirname(path))
}

/** Every file below the folder, as paths relative to `root`; an absent folder has none. */
export const listFiles = async (root: string, folder: string): Promise<readonly string[]> => {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
  const nested = await Promise.all(
    entries.map((entry) => {
      const path = `${folder}/${entry.name}`
      return entry.isDirectory() ? listFiles(root, path) : [path]
    }),
  )
  return nested.flat().sort()
}

export const removePath = (path: string): Promise<void> => rm(path, { recursive: true, force: true })
