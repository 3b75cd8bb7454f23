import { hash, verify } from '@node-rs/argon2'
import { ApiFailure } from '../failure.ts'

// OWASP's second argon2id profile: 19 MiB, two passes, about 30 ms.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const minLength = 8

export const hashPassword = (password: string): Promise<string> => hash(password, cost)

export const verifyPassword = (input: { readonly hash: string; readonly password: string }): Promise<boolean> =>
  verify(input.hash, input.password)

/** Throws `weak-password` for what is too short or the user name itself. */
export function requireStrongPassword(password: string, username: string): void {
  if (password.length >= minLength && password.toLowerCase() !== username.toLowerCase()) return
  throw new ApiFailure('weak-password', { minLength })
}
