import { randomUUID } from 'node:crypto'
import type { Command } from '@tend/care'
import type { Label, RouteName, RouteRequest, RouteResponse, Routes } from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Directory } from './directory.ts'
import type { Limiter, OpenCounter } from './http/limiter.ts'
import type { ApiOptions } from './options.ts'
import type { Person } from './person.ts'
import type { SignIn } from './sign-in/sign-in.ts'
import type { StateReader } from './state-reader.ts'

/** What every handler works with. */
export type Api = ApiOptions & {
  /** The pack in force at the moment it is asked for, with the names that people gave to learned segments. */
  readonly pack: Pack
  readonly state: StateReader
  /** Sessions of their own for live counts, so that whoever types does not hold up who reads lists. */
  readonly counting: StateReader
  readonly signIn: SignIn
  readonly directory: () => Promise<Directory>
  /** Asked for without a sign-in: by address what was not ours, and by link how often it is used. */
  readonly strangers: Limiter
  readonly links: Limiter
  readonly streams: OpenCounter
  /** Fires when the server begins to close: whatever would last on its own ends. */
  readonly closing: AbortSignal
}

type PersonOf<Name extends RouteName> = Routes[Name]['permission'] extends 'open' ? undefined : Person

/** One request to a route, checked, with who asks. */
export type Call<Name extends RouteName = RouteName> = RouteRequest<Name> & {
  readonly api: Api
  readonly person: PersonOf<Name>
  readonly lang: keyof Label
  readonly at: { readonly now: Date; readonly timeZone: string }
  /** Fires when the client has gone. */
  readonly signal: AbortSignal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

type Answer<Name extends RouteName> = Routes[Name] extends { readonly csv: true } | { readonly events: true }
  ? AsyncIterable<string>
  : Routes[Name] extends { readonly pdf: true } | { readonly file: true }
    ? Uint8Array
    : RouteResponse<Name>
export type Handler<Name extends RouteName> = (call: Call<Name>) => Promise<Answer<Name>>
export type Handlers<Name extends RouteName = RouteName> = { readonly [Each in Name]: Handler<Each> }

type CommandCall = { readonly person: Person; readonly at: Call['at'] }

/** The command that a request carries; without a key of the caller's the request is its own. */
export const commandOf = ({ person, at }: CommandCall, key: string = randomUUID()): Command => ({
  ...at,
  actor: person.actor,
  key,
})
