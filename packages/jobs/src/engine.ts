import { openSpark, type Spark } from '@tend/analysis'
import { UserError } from './home.ts'

/** Opens the engine of a night, on the night's own time: a cluster is held no longer than it calculates. */
export type OpenEngine = () => Promise<Spark>

const help = 'docs/guide/cluster.md says how Tend is pointed at a cluster'

/**
 * The engine that nights run on: what is named, else `TEND_ENGINE`, else DuckDB in the night's own process (undefined). Spark is described by
 * `TEND_SPARK_HOME`, `TEND_SPARK_MASTER` and, with spaces between them, `TEND_SPARK_PROPERTIES`. Throws UserError for settings that name no engine.
 */
export const chooseEngine = (environment: NodeJS.ProcessEnv, named?: string): OpenEngine | undefined => {
  const engine = named ?? (environment.TEND_ENGINE || 'duckdb')
  if (engine === 'duckdb') return undefined
  if (engine !== 'spark') throw new UserError(`There is no engine "${engine}": say duckdb or spark.`)
  const { TEND_SPARK_HOME: home, TEND_SPARK_MASTER: master } = environment
  if (!home || !master) {
    throw new UserError(`A night on Spark needs ${home ? 'TEND_SPARK_MASTER' : 'TEND_SPARK_HOME'}: ${help}.`)
  }
  const properties = readProperties(environment.TEND_SPARK_PROPERTIES ?? '')
  return async () => {
    try {
      return await openSpark({ home, master, properties })
    } catch (cause) {
      throw new UserError(`${(cause as Error).message}. ${help}.`, { cause })
    }
  }
}

const readProperties = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(/\s+/)
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [, key, value] = /^(spark\.[^=]+)=(.+)$/.exec(pair) ?? []
        if (!key || !value) {
          throw new UserError(
            `TEND_SPARK_PROPERTIES has "${pair}": write properties as spark.executor.memory=8g, with spaces between.`,
          )
        }
        return [key, value]
      }),
  )
