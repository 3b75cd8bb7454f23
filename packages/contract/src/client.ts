import type { ErrorBody, ErrorCode, ErrorDetails } from './errors.ts'
import type { Label } from './primitives.ts'
import type { Route } from './route.ts'
import { type RouteInput, type RouteName, type RouteResponse, routes } from './routes.ts'

/** An answer outside 2xx, or none at all (`code` is then `unreachable`). */
export class ApiError extends Error {
  readonly code: ErrorCode | 'unreachable'
  readonly status: number
  readonly requestId: string | null
  readonly details: ErrorDetails | undefined

  constructor(
    message: string,
    fields: {
      readonly code: ErrorCode | 'unreachable'
      readonly status: number
      readonly requestId: string | null
      readonly details?: ErrorDetails | undefined
      readonly cause?: unknown
    },
  ) {
    super(message, { cause: fields.cause })
    this.name = 'ApiError'
    this.code = fields.code
    this.status = fields.status
    this.requestId = fields.requestId
    this.details = fields.details
  }
}

export type ClientOptions = {
  /** `''` for the same origin. */
  readonly baseUrl: string
  readonly fetch?: typeof fetch
  /** Asked at every call, so that a switch of language holds at once. */
  readonly lang?: () => keyof Label
}

type Parts = { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown }
type Arguments<Name extends RouteName> =
  Record<never, never> extends RouteInput<Name>
    ? [input?: RouteInput<Name> & { readonly signal?: AbortSignal }]
    : [input: RouteInput<Name> & { readonly signal?: AbortSignal }]

export type Client = {
  /** Calls a route by its name; throws `ApiError` unless the answer is 2xx. */
  readonly call: <Name extends RouteName>(name: Name, ...input: Arguments<Name>) => Promise<RouteResponse<Name>>
  /** The address of a GET route, for links and downloads. */
  readonly url: <Name extends RouteName>(name: Name, ...input: Arguments<Name>) => string
}

/** A client of the table of routes: the schemas type both what is sent and what comes back. The session travels as a cookie. */
export function createClient(options: ClientOptions): Client {
  const url = (name: RouteName, input: Parts = {}) => options.baseUrl + renderUrl(routes[name], input)
  return {
    url: (name, ...[input]) => url(name, input),
    call: async (name, ...[input]) => {
      const answer = await send(options, url(name, input), routes[name], input ?? {})
      return answer as RouteResponse<typeof name>
    },
  }
}

/** UTF-16 units: of the 64 KiB that a browser keeps for a page that is gone, room for several at once. */
const keptAliveAtMost = 8_000

async function send(
  options: ClientOptions,
  url: string,
  route: Route,
  input: Parts & { readonly signal?: AbortSignal },
): Promise<unknown> {
  const { body, contentType } = encodeBody(route, input.body)
  const lang = options.lang?.() ?? 'zh'
  const call = options.fetch ?? fetch
  const response = await call(url, {
    method: route.method,
    credentials: 'same-origin',
    headers: {
      accept: acceptOf(route),
      'accept-language': lang,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
    ...(body === undefined ? {} : { body }),
    // What was ordered is sent whole, though the page be closed meanwhile; browsers grant that to small bodies.
    ...(typeof body === 'string' && body.length < keptAliveAtMost ? { keepalive: true } : {}),
    ...(input.signal === undefined ? {} : { signal: input.signal }),
  }).catch((cause: unknown) => {
    if (cause instanceof Error && cause.name === 'AbortError') throw cause
    throw new ApiError(notReached[lang], { code: 'unreachable', status: 0, requestId: null, cause })
  })
  if (!response.ok) throw await readError(response, lang)
  if (response.status === 204) return null
  if (route.pdf || route.file) return response.blob()
  return route.csv ? response.text() : response.json()
}

function acceptOf(route: Route): string {
  if (route.csv) return 'text/csv'
  if (route.pdf) return 'application/pdf'
  return route.file ? '*/*' : 'application/json'
}

function renderUrl(route: Route, input: Parts): string {
  const params = (input.params ?? {}) as Readonly<Record<string, string>>
  const path = route.path.replace(/:(\w+)/g, (_place, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${route.path} needs the parameter "${name}"`)
    return encodeURIComponent(value)
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries((input.query ?? {}) as Readonly<Record<string, unknown>>)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null) query.append(name, String(item))
    }
  }
  return query.size === 0 ? path : `${path}?${query}`
}

function encodeBody(route: Route, body: unknown): { readonly body?: string | FormData; readonly contentType?: string } {
  if (body === undefined) return {}
  if (!route.multipart) return { body: JSON.stringify(body), contentType: 'application/json' }
  const form = new FormData()
  const entries = Object.entries(body as Readonly<Record<string, string | Blob | undefined>>)
  // The server streams the file as it comes and must know what it is by then: text parts go first.
  const texts = entries.filter(([, value]) => typeof value === 'string')
  const files = entries.filter(([, value]) => typeof value === 'object')
  for (const [name, value] of [...texts, ...files]) if (value !== undefined) form.append(name, value)
  return { body: form }
}

const notReached: Label = {
  zh: '无法连接服务器，请检查网络后重试。',
  en: 'The server cannot be reached. Check the network and try again.',
}

async function readError(response: Response, lang: keyof Label): Promise<ApiError> {
  // A gateway answers in its own words where the server is away.
  const isAway = [502, 503, 504].includes(response.status)
  const fallback = { code: isAway ? 'unavailable' : 'internal-error', status: response.status } as const
  const text = await response.text()
  try {
    const { error } = JSON.parse(text) as ErrorBody
    return new ApiError(error.message, { ...error, status: response.status })
  } catch (cause) {
    return new ApiError(isAway ? notReached[lang] : `${response.status} ${response.statusText}`, {
      ...fallback,
      requestId: null,
      cause,
    })
  }
}
