import { type Backtest, BacktestRefused, type BacktestSubject, runBacktest } from '@tend/analysis'
import type { Duck } from '@tend/lake'
import type { Label, Pack } from '@tend/pack'
import { lastBusinessDate } from './business-date.ts'
import { UserError } from './home.ts'
import { type House, inBatchFolder } from './house.ts'
import { modelsInForce } from './models.ts'

export type BacktestOrder = {
  readonly pack: Pack
  readonly subject: BacktestSubject
  /** Months, `YYYY-MM`, both inclusive. */
  readonly from: string
  readonly to: string
  readonly clock: () => Date
  readonly onProgress?: (step: Label, progress: number) => void
}

const monthsMax = 36

/** Replays the ends of past months in a folder that is gone afterwards. Throws UserError for what cannot be asked. */
export const backtest = async (house: House, duck: Duck, order: BacktestOrder): Promise<Backtest> => {
  const factsUpTo = await lastBusinessDate(house.lake, house.pack, order.clock())
  if (factsUpTo === undefined)
    throw new UserError('No dated facts have been loaded yet: there is nothing to look back on.')
  const days = monthEnds(order.from, order.to).filter((day) => day <= factsUpTo)
  if (days.length === 0)
    throw new UserError(
      `There is no month end between ${order.from} and ${order.to} up to ${factsUpTo}, the last day delivered.`,
    )
  if (days.length > monthsMax)
    throw new UserError(`A backtest looks at ${monthsMax} months at most, not ${days.length}.`)
  const { usable: models } = await modelsInForce(house.home, order.pack)
  try {
    return await inBatchFolder(house.home, 'backtest', (folder) =>
      runBacktest({
        duck,
        lake: house.lake,
        pack: order.pack,
        subject: order.subject,
        models,
        days,
        factsUpTo,
        folder,
        onProgress: (done, total) =>
          order.onProgress?.(
            {
              zh: `回放 ${days[done]}（${done + 1}/${total}）`,
              en: `replaying ${days[done]} (${done + 1} of ${total})`,
            },
            (done + 1) / (total + 1),
          ),
      }),
    )
  } catch (error) {
    if (error instanceof BacktestRefused) throw new UserError(error.text.en, { cause: error })
    throw error
  }
}

const monthEnds = (from: string, to: string): string[] => {
  const ends: string[] = []
  for (let month = from; month <= to; month = monthAfter(month)) {
    const [year = 0, number = 1] = month.split('-').map(Number)
    ends.push(new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10))
    if (ends.length > 1200) break
  }
  return ends
}

const monthAfter = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}
