import { PackMistakes, UserError } from '@tend/jobs'
import { LakeError } from '@tend/lake'
import { Command, CommanderError } from 'commander'
import { addBacktest } from './backtest.ts'
import { addCheck } from './check.ts'
import { addDialler } from './dialler.ts'
import { addExport } from './export.ts'
import { addIngest } from './ingest.ts'
import { languageOf } from './language.ts'
import { addLearn } from './learn.ts'
import { addMessages } from './messages.ts'
import { addNearLine } from './near-line.ts'
import { addReference } from './reference.ts'
import { addRun } from './run.ts'
import { addSample } from './sample.ts'
import { addSimulate } from './simulate.ts'
import { addStart } from './start.ts'
import { addStudioJob } from './studio-job.ts'
import { addTasks } from './tasks.ts'
import { addUser } from './user.ts'
import { addVersions } from './versions.ts'

/** Runs the command line and answers the exit code: 0 done, 1 refused or failed (the reason is on standard error), 2 a mistyped command. */
export const runProgram = async (argv: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> => {
  const program = new Command('tend')
    .description(
      'Looks after the customers an institution already has. Everything lives in TEND_HOME (default: .tend).',
    )
    .exitOverride()
  for (const add of [
    addStart,
    addIngest,
    addCheck,
    addRun,
    addLearn,
    addTasks,
    addMessages,
    addExport,
    addDialler,
    addSample,
    addUser,
    addReference,
    addSimulate,
    addBacktest,
    addNearLine,
    addVersions,
    addStudioJob,
  ]) {
    add(program, environment)
  }
  try {
    await program.parseAsync([...argv])
    return Number(process.exitCode ?? 0)
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    process.stderr.write(`${explainFailure(error, environment)}\n`)
    if (environment.TEND_DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    return 1
  }
}

const explainFailure = (error: unknown, environment: NodeJS.ProcessEnv): string => {
  if (error instanceof PackMistakes) return error.textIn(languageOf(environment))
  if (error instanceof UserError || error instanceof LakeError) return error.message
  const code = (error as NodeJS.ErrnoException).code
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'ENOENT') return `A file is missing: ${message}`
  if (code === 'EADDRINUSE')
    return `The port is taken: ${message}. Set PORT to another one, or stop the program that uses it.`
  return `${message}\nIf the cause is not clear, run the command again with TEND_DEBUG=1 and keep what it prints.`
}
