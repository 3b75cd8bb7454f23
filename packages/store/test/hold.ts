// Opens the store of a home and says so; then waits to be killed, or closes on its standard input's end.
import { openStore } from '../src/index.ts'

const store = await openStore({ home: process.argv[2] as string })
const [row] = await store.query<{ pid: number }>(
  "select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid",
)
process.stdout.write(`${row?.pid}\n`)
process.stdin.on('end', async () => {
  await store.close()
  process.exit(0)
})
process.stdin.resume()
