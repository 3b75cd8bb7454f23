import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { errorCatalogue, routes } from '@tend/contract'
import { packFolder, requirePack, UserError } from '@tend/jobs'
import { listAssumed, type Pack, type Scheme } from '@tend/pack'
import type { Command } from 'commander'

const checkout = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))))
const folder = join(checkout, 'docs', 'reference')
const notice = 'Written by `tend reference`; edit the source it names, not this page.'

export const addReference = (program: Command): void => {
  program
    .command('reference')
    .description('Write docs/reference from the code: routes, errors, what each pack holds')
    .option('--check', 'change nothing; fail where a page is not current')
    .action((flags: { check?: boolean }) => {
      const pages: Record<string, string> = { 'routes.md': routesPage(), 'errors.md': errorsPage(), ...packPages() }
      const stale = Object.keys(pages).filter((name) => !isCurrent(name, pages[name] ?? ''))
      if (!flags.check) {
        mkdirSync(folder, { recursive: true })
        for (const name of stale) writeFileSync(join(folder, name), pages[name] ?? '')
      } else if (stale.length > 0) {
        throw new UserError(
          `docs/reference is behind the code (${stale.join(', ')}): run "tend reference" and commit the pages.`,
        )
      }
      process.stdout.write(
        `${Object.keys(pages).length} pages, ${stale.length} ${flags.check ? 'stale' : 'written'}.\n`,
      )
    })
}

const isCurrent = (name: string, text: string): boolean => {
  const file = join(folder, name)
  return existsSync(file) && readFileSync(file, 'utf8') === text
}

const table = (head: readonly string[], rows: readonly (readonly unknown[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n')

const cell = (value: unknown): string =>
  String(value ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ')

const routesPage = (): string =>
  `# Routes\n\n${notice} Source: \`packages/contract\`. The schemas are served at \`/docs\`.\n\n${table(
    ['method', 'path', 'permission', 'what it does', '用途'],
    Object.values(routes).map((route) => [
      route.method,
      `\`${route.path}\``,
      route.permission,
      route.summary.en,
      route.summary.zh,
    ]),
  )}\n`

const errorsPage = (): string =>
  `# Errors\n\n${notice} Source: \`packages/contract/src/errors.ts\`. Codes are stable.\n\n${table(
    ['code', 'status', 'message', '消息'],
    Object.entries(errorCatalogue).map(([code, { status, message }]) => [
      `\`${code}\``,
      status,
      message.en,
      message.zh,
    ]),
  )}\n`

const packPages = (): Record<string, string> => {
  const ids = readdirSync(packFolder('.'), { withFileTypes: true }).filter((entry) => entry.isDirectory())
  return Object.fromEntries(ids.map(({ name }) => [`pack-${name}.md`, packPage(requirePack(packFolder(name)))]))
}

const packPage = (pack: Pack): string => {
  const facts = [...pack.facts.values()].map(
    (fact) =>
      `### ${fact.id} · ${fact.label.zh} · ${fact.label.en}\n\nKey: ${fact.key.join(', ') || 'none'}. Delivery: ${fact.delivery}.\n\n${table(
        ['column', 'type', 'required', '中文', 'English', 'also delivered as'],
        fact.columns.map((column) => [
          `\`${column.id}\``,
          column.type,
          column.required ? 'yes' : '',
          column.label.zh,
          column.label.en,
          column.headers.join(', '),
        ]),
      )}`,
  )
  const kinds = listed
    .filter((kind) => always.some((each) => each === kind) || pack[kind].size > 0)
    .map((kind) => `## ${kind}\n\n${table(headOfDefinitions, [...pack[kind].values()].map(rowOfDefinition))}`)
  const assumed = listAssumed(pack).map((issue) => `- ${issue.path}: ${issue.message.en}`)
  return [
    `# Pack ${pack.id} · ${pack.label.zh} · ${pack.label.en}`,
    `${notice} Source: \`packs/${pack.id}\`.`,
    `## facts\n\n${facts.join('\n\n')}`,
    ...kinds,
    `## schemes\n\n${schemesOf(pack)}`,
    ...(pack.models.size > 0 ? [`## models\n\n${modelsOf(pack)}`] : []),
    ...(pack.guards.size > 0 ? [`## guards\n\n${guardsOf(pack)}`] : []),
    ...(assumed.length > 0 ? [`## Assumed figures\n\n${assumed.join('\n')}`] : []),
    '',
  ].join('\n\n')
}

const always = ['indicators', 'moments', 'plays', 'outcomes', 'forms'] as const
/** What is told by name alone; a kind of the working day where the pack has any. */
const listed = [
  ...always,
  'purposes',
  'channels',
  'policies',
  'messages',
  'templates',
  'modules',
  'benefits',
  'cases',
  'objections',
  'trainings',
  'bulletins',
] as const

const headOfDefinitions = ['id', '中文', 'English', 'source', 'assumed']

const rowOfDefinition = (one: Pick<Scheme, 'id' | 'label' | 'source' | 'assumed'>): readonly unknown[] => [
  `\`${one.id}\``,
  one.label.zh,
  one.label.en,
  one.source,
  one.assumed ? 'yes' : '',
]

const schemesOf = (pack: Pack): string =>
  table(
    [...headOfDefinitions, 'variant', 'levels'],
    [...pack.schemes.values()].map((scheme) => [
      ...rowOfDefinition(scheme),
      scheme.variant,
      scheme.levels.map((level) => `${level.id} ${level.label.zh}`).join('; '),
    ]),
  )

const modelsOf = (pack: Pack): string =>
  table(
    [...headOfDefinitions, 'kind', 'learns from'],
    [...pack.models.values()].map((model) => [
      ...rowOfDefinition(model),
      model.kind,
      model.kind === 'purchases'
        ? [model.frequency, model.recency, model.age, ...(model.value === undefined ? [] : [model.value])].join(', ')
        : model.features.join(', '),
    ]),
  )

const guardsOf = (pack: Pack): string =>
  table(
    [...headOfDefinitions, 'scheme', 'not simply allowed'],
    [...pack.guards.values()].map((guard) => [
      ...rowOfDefinition(guard),
      guard.scheme,
      Object.entries(guard.rules)
        .flatMap(([level, rules]) => Object.entries(rules).map(([offered, rule]) => ({ level, offered, rule })))
        .filter(({ rule }) => rule !== 'allowed')
        .map(({ level, offered, rule }) => `${level}: ${offered} ${rule}`)
        .join('; '),
    ]),
  )
