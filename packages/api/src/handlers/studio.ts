import { checkCondition, countCustomers } from '@tend/analysis'
import {
  approveVersion,
  type Base,
  createDraft,
  editDraft,
  findVersion,
  listVersions,
  rejectVersion,
  rollBack,
  submitVersion,
  type PackVersion as Version,
  type VersionEntry,
  withdrawVersion,
} from '@tend/care'
import type { PackVersionDetail, studioRoutes } from '@tend/contract'
import { type CheckedContent, withEntries } from '@tend/jobs'
import type { Pack } from '@tend/pack'
import { type Api, type Call, commandOf, type Handlers } from '../call.ts'
import { ApiFailure } from '../failure.ts'
import { required } from '../outcome.ts'
import type { Person } from '../person.ts'
import { sensitivityIn } from '../present/sensitivity.ts'
import {
  changedEntries,
  presentDefinitions,
  presentDiff,
  presentFactNames,
  presentIssue,
  presentNames,
  presentVersion,
} from '../present/studio.ts'
import { scopeFilter } from '../scope-filter.ts'

type OfVersion = { readonly api: Api; readonly person: Person; readonly params: { readonly version: number } }

export const studioHandlers: Handlers<keyof typeof studioRoutes> = {
  getStudioPack: async ({ api, query }) => {
    const { studio } = api
    const { pack: current, version, since } = studio.inForce()
    const draft = query.version === undefined ? undefined : await checkedVersion(api, query.version)
    // A draft with mistakes is shown as its texts stand over what is in force.
    const pack = draft?.checked.pack ?? current
    const base = studio.texts(current)
    const texts = draft === undefined ? base : draft.checked.pack ? draft.checked.texts : overlaid(api, draft.content)
    return {
      id: pack.id,
      label: pack.label,
      hash: draft === undefined ? pack.hash : (draft.checked.pack?.hash ?? null),
      inForce: { version, hash: current.hash, since },
      departure: pack.departure ?? null,
      tasksPerDay: pack.tasksPerDay ?? null,
      definitions: presentDefinitions(texts, draft && base),
      names: presentNames(studio.shown(pack)),
      factNames: [...pack.facts.values()].map((fact) => ({
        fact: fact.id,
        label: fact.label,
        names: presentFactNames(fact),
      })),
    }
  },

  checkCondition: async ({ api, person, query }) => {
    if (query.version !== undefined && !person.may('studio.view')) throw new ApiFailure('forbidden')
    const pack = await packToRead(api, query.version)
    if (query.fact !== undefined && !pack.facts.has(query.fact))
      throw new ApiFailure('unknown-definition', { detail: query.fact })
    const { expression, issues, words } = checkCondition(pack, query.text, query.fact)
    return {
      isValid: expression !== undefined,
      type: expression?.type ?? null,
      issues: issues.map(({ offset, issue }) => ({
        from: offset,
        to: endOfWord(query.text, offset),
        code: issue.code,
        message: issue.message,
        suggestion: issue.suggestion ?? null,
      })),
      words: words ?? null,
      formatted: expression === undefined ? null : query.text.trim().replace(/\s+/g, ' '),
      names: [...(expression?.names ?? [])],
    }
  },

  countByCondition: async ({ api, person, query, lang, signal }) => {
    const { expression, issues } = checkCondition(api.pack, query.condition)
    if (expression?.type !== 'flag') {
      throw new ApiFailure('invalid-condition', { detail: (issues[0]?.issue.message ?? flagNeeded)[lang] })
    }
    // By narrowing a condition one could read a masked name or number letter by letter.
    const personal = expression.names.find((name) => sensitivityIn(api.pack)(name) !== undefined)
    if (personal !== undefined) throw new ApiFailure('unknown-definition', { detail: personal })
    const scope = scopeFilter(await person.scope())
    return api.counting.read(signal, async (state) => ({
      count: await countCustomers(state, { scope, condition: query.condition }),
      total: await countCustomers(state, { scope }),
      asOf: state.asOf,
    }))
  },

  listVersions: async ({ api, person, query }) => {
    const { limit, cursor } = query
    const page = await listVersions(
      api.store,
      api.studio.shipped.id,
      cursor === undefined ? { limit } : { limit, cursor },
    )
    const bases = new Map<number, readonly VersionEntry[]>()
    for (const number of new Set(page.items.map(({ base_version }) => base_version ?? 0)))
      bases.set(number, await contentOf(api, number))
    return {
      items: page.items.map((version) =>
        presentVersion(
          version,
          api.studio.inForce(),
          person,
          changedEntries(bases.get(version.base_version ?? 0) ?? [], version.content),
        ),
      ),
      nextCursor: page.next ?? null,
    }
  },

  getVersion: (call) => describeVersion(call),

  createDraft: async (call) => {
    const { api, body } = call
    const { content } = api.studio.inForce()
    const done = required(
      await createDraft(api.store, commandOf(call, body.idempotencyKey), {
        packId: api.studio.shipped.id,
        title: body.title,
        ...(body.note === undefined ? {} : { note: body.note }),
        base: baseOf(api),
        content,
        hash: (await api.studio.check(content)).pack?.hash ?? null,
      }),
    )
    return describeVersion({ ...call, params: { version: done.version } })
  },

  putDefinition: async (call) => {
    const { kind, definitionId: id } = call.params
    // Delivered files were checked by the facts as they are: they change with the files of the pack, not with a draft.
    if (kind === 'facts') throw new ApiFailure('invalid-value', { detail: 'facts' })
    const { yaml } = call.body
    return edit(call, { put: `${kind}/${id}` }, (content) => withEntries(content, [{ kind, id, yaml }]))
  },

  removeDefinition: async (call) => {
    const { kind, definitionId: id } = call.params
    return edit(call, { removed: `${kind}/${id}` }, (content) => {
      const kept = content.filter((entry) => entry.kind !== kind || entry.id !== id)
      if (kept.length === content.length) throw new ApiFailure('unchanged')
      return kept
    })
  },

  rebaseDraft: async (call) => {
    const { api } = call
    const found = await requireVersion(call)
    const base = await contentOf(api, found.base_version ?? 0)
    return edit(
      call,
      { rebased: api.studio.inForce().version },
      (content) => rebased(base, content, api.studio.inForce().content),
      baseOf(api),
    )
  },

  submitVersion: async (call) => {
    const { api, body } = call
    const found = await requireVersion(call)
    const input = {
      packId: found.pack_id,
      version: found.version,
      hash: (await api.studio.check(found.content)).pack?.hash ?? null,
      inForceHash: api.pack.hash,
    }
    required(await submitVersion(api.store, commandOf(call, body.idempotencyKey), input))
    return describeVersion(call)
  },

  withdrawVersion: async (call) => {
    const { version, pack_id: packId } = await requireVersion(call)
    required(await withdrawVersion(call.api.store, commandOf(call, call.body.idempotencyKey), { packId, version }))
    return describeVersion(call)
  },

  approveVersion: async (call) => {
    const { api, body } = call
    const found = await requireVersion(call)
    const checked = await api.studio.check(found.content)
    // The files stand before the row does: whoever reads the row finds them.
    if (checked.pack?.hash === body.hash) await api.studio.keep(found.content, body.hash)
    const input = {
      packId: found.pack_id,
      version: found.version,
      hash: body.hash,
      checkedHash: checked.pack?.hash ?? null,
      shippedHash: api.studio.shipped.hash,
    }
    required(await approveVersion(api.store, commandOf(call, body.idempotencyKey), input))
    await api.studio.refresh()
    return describeVersion(call)
  },

  rejectVersion: async (call) => {
    const { version, pack_id: packId } = await requireVersion(call)
    const { reason, idempotencyKey } = call.body
    required(await rejectVersion(call.api.store, commandOf(call, idempotencyKey), { packId, version, reason }))
    return describeVersion(call)
  },

  rollBack: async (call) => {
    const { api, params, body } = call
    const found = params.version === 0 ? undefined : await requireVersion(call)
    if (found?.state === 'published' && found.hash !== null && (await api.studio.packOf(found.hash)) === undefined)
      throw new ApiFailure('version-state', { detail: 'its files are missing' })
    const input = {
      packId: api.studio.shipped.id,
      version: params.version,
      shippedHash: api.studio.shipped.hash,
      reason: body.reason,
    }
    required(await rollBack(api.store, commandOf(call, body.idempotencyKey), input))
    await api.studio.refresh()
    const { version, pack } = api.studio.inForce()
    return { inForce: { version, hash: pack.hash } }
  },
}

async function requireVersion({ api, params }: Pick<OfVersion, 'api' | 'params'>): Promise<Version> {
  const found = await findVersion(api.store, api.studio.shipped.id, params.version)
  if (found === undefined) throw new ApiFailure('not-found')
  return found
}

async function checkedVersion(
  api: Api,
  version: number,
): Promise<{ readonly content: readonly VersionEntry[]; readonly checked: CheckedContent }> {
  const { content } = version === 0 ? { content: [] } : await requireVersion({ api, params: { version } })
  return { content, checked: await api.studio.check(content) }
}

/** The pack that a draft makes; the one in force while the draft has mistakes. */
export async function packToRead(api: Api, version: number | undefined): Promise<Pack> {
  if (version === undefined) return api.pack
  return api.studio.shown((await checkedVersion(api, version)).checked.pack)
}

const contentOf = async (api: Api, version: number): Promise<readonly VersionEntry[]> =>
  version === 0 ? [] : ((await findVersion(api.store, api.studio.shipped.id, version))?.content ?? [])

function baseOf({ studio }: Api): Base {
  const { version, pack } = studio.inForce()
  return { version: version === 0 ? null : version, hash: pack.hash, shippedHash: studio.shipped.hash }
}

/** Texts in force with a draft's own over them, for a draft that does not load. */
function overlaid(api: Api, content: readonly VersionEntry[]) {
  const texts = api.studio.texts(api.studio.inForce().pack)
  return texts.map((text) => {
    const own = content.find(({ kind, id }) => kind === text.kind && id === text.id)
    return own === undefined ? text : { ...text, yaml: own.yaml, file: `${own.kind}/${own.id}.yaml` }
  })
}

async function describeVersion({ api, person, params }: OfVersion): Promise<PackVersionDetail> {
  const found = await requireVersion({ api, params })
  const { studio } = api
  const inForce = studio.inForce()
  const isOpen = found.state === 'draft' || found.state === 'submitted'
  const base = isOpen ? inForce.pack : ((await studio.packOf(found.base_hash)) ?? inForce.pack)
  const kept = isOpen || found.hash === null ? undefined : await studio.packOf(found.hash)
  const checked = kept ? { pack: kept, issues: [], texts: studio.texts(kept) } : await studio.check(found.content)
  const diff = presentDiff({ pack: base, texts: studio.texts(base) }, checked, found.content)
  return {
    ...presentVersion(found, inForce, person, diff.length),
    content: found.content.map(({ kind, id, yaml }) => ({
      kind: kind as PackVersionDetail['content'][number]['kind'],
      id,
      yaml,
    })),
    diff,
    issues: checked.issues.map(presentIssue),
  }
}

const flagNeeded = { zh: '此处需要一个条件（结果为是或否）', en: 'a flag is needed' }

/** Characters of all definitions of a version, which every reader of it checks and every page of versions loads. Shipped packs have a tenth. */
const contentMax = 1_000_000

type EditCall = OfVersion & Pick<Call, 'at'>

/** Writes what `change` makes of a draft's content, with the hash that it then has. */
async function edit(
  call: EditCall,
  detail: Readonly<Record<string, unknown>>,
  change: (content: readonly VersionEntry[]) => readonly VersionEntry[],
  base?: Base,
): Promise<PackVersionDetail> {
  const { api } = call
  const found = await requireVersion(call)
  const content = change(found.content)
  const characters = content.reduce((sum, { yaml }) => sum + yaml.length, 0)
  if (characters > contentMax) throw new ApiFailure('invalid-value', { detail: `${characters} > ${contentMax}` })
  const input = {
    packId: found.pack_id,
    version: found.version,
    content,
    hash: (await api.studio.check(content)).pack?.hash ?? null,
    from: found.content,
    detail,
    ...(base === undefined ? {} : { base }),
  }
  required(await editDraft(api.store, commandOf(call), input))
  return describeVersion(call)
}

const placeOf = ({ kind, id }: VersionEntry): string => `${kind}/${id}`

/** What the draft itself changed since its base, over what is in force by now. */
function rebased(
  base: readonly VersionEntry[],
  draft: readonly VersionEntry[],
  inForce: readonly VersionEntry[],
): readonly VersionEntry[] {
  const before = new Map(base.map((entry) => [placeOf(entry), entry.yaml]))
  const kept = new Set(draft.map(placeOf))
  const removed = new Set(base.map(placeOf).filter((place) => !kept.has(place)))
  const own = draft.filter((entry) => before.get(placeOf(entry)) !== entry.yaml)
  return withEntries(
    inForce.filter((entry) => !removed.has(placeOf(entry))),
    own,
  )
}

/** A mistake is marked up to the end of the word it begins. */
const endOfWord = (text: string, from: number): number => {
  const word = /^[\p{L}\p{N}_.]+/u.exec(text.slice(from))?.[0].length ?? 1
  return Math.min(text.length, from + word)
}
