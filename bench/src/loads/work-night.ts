import { setTimeout as sleep } from 'node:timers/promises'
import { publishCustomers } from '@tend/care'
import { openStore } from '@tend/store'
import { load } from '../child.ts'
import { workDay } from '../work-bank.ts'

export type NightOrder = {
  readonly home: string
  readonly seconds: number
  /** So many at most, the first after a quarter of the time; without it one after the other. */
  readonly nights?: number
  readonly tasks: number
  readonly units: number
}

/** What a night does to the operational store, again and again: the snapshot of all customers, a tenth of them changed, in one transaction. */
await load(
  async ({
    home,
    seconds,
    nights: nightsMax = Number.POSITIVE_INFINITY,
    tasks,
    units,
  }: NightOrder): Promise<{ readonly nights: number; readonly changed: number }> => {
    const store = await openStore({ home })
    const start = performance.now()
    let nights = 0
    let changed = 0
    if (nightsMax < Number.POSITIVE_INFINITY) await sleep(seconds * 250)
    while (nights < nightsMax && performance.now() - start < seconds * 1000) {
      nights += 1
      const published = await store.transaction((tx) =>
        publishCustomers(tx, {
          csv: customers(tasks, units, nights),
          asOf: '2026-11-01',
          packHash: 'bench',
          now: new Date(workDay),
        }),
      )
      changed += published.changed
      await sleep(1000)
    }
    await store.close()
    return { nights, changed }
  },
)

async function* customers(tasks: number, units: number, night: number): AsyncIterable<string> {
  for (let from = 1; from <= tasks; from += 2_000) {
    let text = ''
    for (let n = from; n < from + 2_000 && n <= tasks; n += 1) {
      const level = n % 10 === night % 10 ? 'silver' : 'gold'
      text += `C${n},Customer ${n},${13_800_000_000 + n},,U${String(n % units).padStart(3, '0')},,"{""asset_tier"": ""${level}""}",{}\n`
    }
    yield text
  }
}
