import { hostname } from 'node:os'
import type { RefuseUrl } from '@tend/care'
import { type Adapter, ChannelSettingError, openAdapters } from '@tend/channels'
import { UserError } from '../home.ts'
import type { House } from '../house.ts'
import { deliveryDefaults } from './deliver.ts'
import { type Delivery, startDelivery } from './loop.ts'

/** The adapters of the pack's channels by the environment. Throws UserError for a setting that is wrong. */
export const adaptersOf = (
  { pack }: Pick<House, 'pack'>,
  environment: NodeJS.ProcessEnv,
  clock: () => Date,
): readonly Adapter[] => {
  const channels = [...pack.channels.values()].flatMap(({ id, by }) => (by === 'message' ? [id] : []))
  try {
    return openAdapters(environment, { channels, clock })
  } catch (error) {
    if (error instanceof ChannelSettingError) throw new UserError(error.message)
    throw error
  }
}

/** Sends what waits in the house's outbox from now on. */
export const startHouseDelivery = (
  house: House,
  adapters: readonly Adapter[],
  options: {
    readonly clock: () => Date
    readonly refuseUrl?: RefuseUrl | undefined
    readonly onError: (error: Error) => void
  },
): Promise<Delivery> =>
  startDelivery(house, adapters, {
    ...deliveryDefaults,
    clock: options.clock,
    sender: `${hostname()}-${process.pid}`,
    pollMs: 5_000,
    onError: options.onError,
    ...(options.refuseUrl === undefined ? {} : { refuseUrl: options.refuseUrl }),
  })
