import { hash } from 'node:crypto'

/** A place in the queue that looks random and is the same after every sign-in (S163, golden B23): 48 bits of a hash. */
export const shuffleOf = (seed: string, key: string): number =>
  Number.parseInt(hash('sha256', `${seed}|${key}`).slice(0, 12), 16)
