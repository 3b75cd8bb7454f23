import type { Person } from '../person.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once the route's permission was checked. */
    person: Person | undefined
    /** The customer that the answer is about, where the path does not say so. */
    viewedCustomer: string | undefined
    /** The customers that a list shows; empty where it was only searched for somebody. */
    viewedCustomers: readonly string[] | undefined
    /** The body as it came, of routes whose caller signs it. */
    rawBody: string | undefined
  }
}
