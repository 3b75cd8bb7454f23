import { openSpark, type Spark } from '../../src/index.ts'

/** Batches that run side by side. */
export const jobsAtOnce = 2

const small = {
  'spark.driver.memory': '1g',
  'spark.executor.memory': '640m',
  'spark.ui.enabled': 'false',
}

/** Nights of a few customers cost planning and little else: the second compiler of Java and generated code do not pay. */
const thrift = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
const thrifty = {
  'spark.driver.extraJavaOptions': thrift,
  'spark.executor.extraJavaOptions': thrift,
  'spark.sql.shuffle.partitions': '2',
  'spark.sql.codegen.wholeStage': 'false',
  'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
  // Hadoop gives a file and its checksum their modes by starting a program for each.
  'spark.hadoop.fs.file.impl': 'org.apache.hadoop.fs.RawLocalFileSystem',
  'spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs': 'false',
  // What plans are thought over and written out for is of use with many rows, or to somebody who looks on.
  'spark.sql.constraintPropagation.enabled': 'false',
  'spark.sql.subexpressionElimination.enabled': 'false',
  'spark.sql.ui.explainMode': 'simple',
  'spark.sql.maxPlanStringLength': '1000',
}

/** The Spark that `scripts/test-spark.ts` names, with two workers of its own unless told otherwise. */
export function openTestSpark(settings: 'as delivered' | 'few customers'): Promise<Spark> {
  const { TEND_SPARK_HOME: home, TEND_SPARK_MASTER: master = 'local-cluster[2,1,1024]' } = process.env
  if (!home) throw new Error('run these tests with "npm run test:spark", which brings a Spark')
  const properties = { ...small, ...(settings === 'few customers' ? thrifty : {}) }
  return openSpark({ home, master, jobsAtOnce, properties })
}
