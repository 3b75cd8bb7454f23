import { join } from 'node:path'
import type { Catalog } from '../catalog.ts'
import { listFiles, removePath } from '../disk.ts'
import type { Lake } from '../lake.ts'
import { quarantinePath } from '../quarantine.ts'

/** Removes what no catalogue names: rubbish of a killed run, and files that were retired a commit ago already. */
export const sweep = async (lake: Lake, catalog: Catalog): Promise<void> => {
  await removePath(join(lake.root, 'catalog.json.new'))
  const named = new Set([
    ...Object.values(catalog.files).flatMap((files) => files.map((file) => file.path)),
    ...catalog.retired,
    ...catalog.batches.filter((batch) => batch.quarantined > 0).map((batch) => quarantinePath(batch.id)),
  ])
  const found = [...(await listFiles(lake.root, 'facts')), ...(await listFiles(lake.root, 'quarantine'))]
  await Promise.all(found.filter((path) => !named.has(path)).map((path) => removePath(join(lake.root, path))))
}
