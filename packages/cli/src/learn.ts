import { randomUUID } from 'node:crypto'
import { setPriority } from 'node:os'
import type { ModelArtifact } from '@tend/analysis'
import { type Actor, type Command as CareCommand, type Refusal, recordAudit } from '@tend/care'
import {
  type House,
  type Lesson,
  learn,
  openBatchDuck,
  openHouse,
  readNamedModels,
  renameSegment,
  UserError,
} from '@tend/jobs'
import type { Language, Model, Pack } from '@tend/pack'
import type { Command } from 'commander'
import { requireDate } from './dates.ts'
import { describeModel } from './describe-model.ts'
import { languageOption } from './language.ts'
import { progressLine } from './progress-line.ts'

type Flags = {
  readonly asOf?: string
  readonly all?: boolean
  readonly seed: string
  readonly language: string
  readonly json?: boolean
  readonly rename?: string
  readonly zh?: string
  readonly en?: string
}

export const addLearn = (program: Command, environment: NodeJS.ProcessEnv): void => {
  program
    .command('learn')
    .description(
      'Train the models of the pack on what a night has written; without a model, show what has been learned',
    )
    .argument('[model]', 'id of a model of the pack')
    .option('--all', 'train every model of the pack')
    .option('--as-of <date>', 'the day to learn from; otherwise the day in force')
    .option('--seed <number>', 'draws whom a scorecard holds out for judging', '7')
    .option('--rename <segment>', 'give a segment of the model a name instead of training, with --zh and --en')
    .option('--zh <name>', 'its Chinese name')
    .option('--en <name>', 'its English name')
    .addOption(languageOption(environment))
    .option('--json', 'print the artifacts as JSON')
    .action(async (model: string | undefined, flags: Flags) => {
      requireDate(flags.asOf)
      const house = await openHouse(environment)
      const line = progressLine(flags.json === true)
      try {
        const wanted = modelsWanted(house.pack, model, flags)
        if (flags.rename !== undefined) return await rename(house, model, flags)
        if (!flags.all && model === undefined) return show(house.pack, await readNamedModels(placeOf(house)), flags)
        setPriority(10)
        const duck = await openBatchDuck(house.home, environment)
        try {
          const day = flags.asOf === undefined ? {} : { asOf: flags.asOf }
          const seed = wholeNumber(flags.seed)
          const lessons = await learn(house, duck, { models: wanted, ...day, seed, onProgress: line.show })
          for (const lesson of lessons) {
            if (lesson.kind !== 'trained') continue
            const { model, number, hash } = lesson.artifact
            await recordModel(house, 'model.trained', model, { number, hash })
          }
          line.clear()
          report(house.pack, lessons, flags)
        } finally {
          duck.close()
        }
      } finally {
        line.clear()
        await house.store.close()
      }
    })
}

const modelsWanted = (pack: Pack, id: string | undefined, { all }: Flags): readonly Model[] => {
  if (pack.models.size === 0) throw new UserError(`The pack ${pack.id} has nothing to learn: it has no models/.`)
  if (id === undefined || all) return [...pack.models.values()]
  const model = pack.models.get(id)
  if (model) return [model]
  throw new UserError(`The pack ${pack.id} has no model "${id}". It has: ${[...pack.models.keys()].join(', ')}.`)
}

const rename = async (house: House, model: string | undefined, { rename: segment, zh, en }: Flags): Promise<void> => {
  if (model === undefined || segment === undefined || zh === undefined || en === undefined)
    throw new UserError('To name a segment write: tend learn MODEL --rename SEGMENT --zh 中文名 --en "English name".')
  const done = await renameSegment(placeOf(house), atCommandLine(house), { model, segment, name: { zh, en } })
  if (done.kind === 'refused') throw new UserError(sentenceOf(done, model, segment))
  process.stdout.write(`${segment} of ${model} is called ${zh} · ${en}.\n`)
}

const placeOf = ({ home, store }: House) => ({ models: home.models, store })

/** Whoever may start this program on the home may name its segments. */
const actor: Actor = { userId: 'command-line', staffId: null, name: 'command line', role: 'planner', unitId: 'root' }

const atCommandLine = ({ pack }: House): CareCommand => ({
  actor,
  now: new Date(),
  timeZone: pack.timeZone,
  key: randomUUID(),
})

const sentenceOf = ({ code, detail }: Refusal, model: string, segment: string): string => {
  if (code === 'name_taken') return `Another segment of ${model} is called ${detail} already.`
  if (code === 'unknown_segment') return `No segment ${segment} of ${model} has been learned: ${detail}.`
  if (code === 'too_large') return `A name has at most ${detail} characters.`
  return `${segment} of ${model} was not named: ${code}.`
}

const recordModel = (
  { store }: House,
  action: string,
  model: string,
  detail: Readonly<Record<string, string | number>>,
): Promise<void> =>
  recordAudit(store, {
    at: new Date(),
    actor: 'command-line',
    action,
    subjectKind: 'model',
    subjectId: model,
    detail,
  })

const show = (pack: Pack, models: ReadonlyMap<string, ModelArtifact>, flags: Flags): void => {
  const learned = [...models.values()].filter(({ model }) => pack.models.has(model))
  if (flags.json) process.stdout.write(`${JSON.stringify(learned)}\n`)
  else for (const artifact of learned) process.stdout.write(`${describeModel(artifact, pack, languageOf(flags))}\n`)
  const missing = [...pack.models.keys()].filter((id) => !models.has(id))
  if (missing.length > 0 && !flags.json)
    process.stdout.write(
      `Not learned yet: ${missing.join(', ')}. Train with "tend learn MODEL" or "tend learn --all".\n`,
    )
}

const report = (pack: Pack, lessons: readonly Lesson[], flags: Flags): void => {
  const language = languageOf(flags)
  if (flags.json) process.stdout.write(`${JSON.stringify(lessons.map(plain))}\n`)
  else
    for (const lesson of lessons)
      process.stdout.write(
        lesson.kind === 'trained'
          ? `${describeModel(lesson.artifact, pack, language)}\n`
          : `${lesson.model.label[language]} (${lesson.model.id})\n  ${lesson.reason[language]}\n\n`,
      )
  if (lessons.some(({ kind }) => kind === 'trained') && !flags.json)
    process.stdout.write(
      language === 'zh'
        ? '下一次夜间批处理（tend run）起按所学打分。\n'
        : 'The next night scores with what was learned ("tend run").\n',
    )
  if (lessons.every(({ kind }) => kind === 'refused')) process.exitCode = 1
}

const plain = (lesson: Lesson): unknown =>
  lesson.kind === 'trained'
    ? { model: lesson.model.id, artifact: lesson.artifact }
    : { model: lesson.model.id, refused: lesson.reason }

const languageOf = ({ language }: Flags): Language => (language === 'zh' ? 'zh' : 'en')

const wholeNumber = (text: string): number => {
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new UserError(`--seed must be a whole number from 0, not ${text}.`)
}
