import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { load } from '../child.ts'

/** One page written and forced to the disk, again and again: the floor of a commit that nobody shares. */
await load(
  async ({ file, seconds }: { readonly file: string; readonly seconds: number }): Promise<{ perSecond: number }> => {
    const page = Buffer.alloc(8192, 1)
    const handle = openSync(file, 'w')
    const start = performance.now()
    let count = 0
    while (performance.now() - start < seconds * 1000) {
      writeSync(handle, page, 0, page.length, (count % 2048) * page.length)
      fdatasyncSync(handle)
      count++
    }
    const elapsed = (performance.now() - start) / 1000
    closeSync(handle)
    rmSync(file)
    return { perSecond: count / elapsed }
  },
)
