export { type FactRow, instantFacts, judgeEvent, type Occurrence } from './instant/judge-event.ts'
export {
  type BgNbd,
  type BinShares,
  type Decile,
  type Feature,
  featuresOf,
  type GammaGamma,
  hashOf,
  type LearnedModel,
  type LearnedPurchases,
  type LearnedScorecard,
  type LearnedSegments,
  type ModelArtifact,
  type Population,
  type ScorecardQuality,
  type ScoredBin,
  type ScoredFeature,
  type Segment,
  type StandardFeature,
  sealArtifact,
} from './learn/artifact.ts'
export type { Binning } from './learn/binning.ts'
export { type Drift, drift, driftBand, type FigureDrift } from './learn/drift.ts'
export { binLabel, explainScore, type ScoreReason } from './learn/explain-score.ts'
export { readModels, writeModel } from './learn/models-folder.ts'
export { LearningRefused } from './learn/refusal.ts'
export { renderModelOutput } from './learn/render-model.ts'
export { scoreRow } from './learn/score-row.ts'
export { type TrainingOrder, trainModel } from './learn/train.ts'
export { type UsableModels, usableModels } from './learn/usable.ts'
export type * from './plan/plan.ts'
export { planNight } from './plan/plan-night.ts'
export type { FactDays } from './plan/scans.ts'
export { renderNight, type Sources, type Statement } from './render/render-night.ts'
export { factDays } from './run/fact-days.ts'
export { type NightOptions, type NightProgress, type NightResult, runNight } from './run/run-night.ts'
export { openSpark, type Spark, type SparkSettings } from './run/spark/open-spark.ts'
export type { ReadOnSpark } from './run/spark/run-on-spark.ts'
export { readStateFile, type StateFile } from './run/state-file.ts'
export { duckdbShim } from './shim/duckdb.ts'
export { postgresShim } from './shim/postgres.ts'
export type { Shim } from './shim/shim.ts'
export { sparkShim } from './shim/spark.ts'
export {
  type Birthday,
  type BirthdayQuestion,
  type CareDay,
  type CareDaysQuestion,
  listBirthdays,
  listCareDays,
  listFestivals,
} from './state/care-days.ts'
export type { CustomerQuery, Range } from './state/conditions.ts'
export { customerSeries, type Series, type SeriesQuery } from './state/customer-series.ts'
export {
  type CustomerListQuery,
  type CustomerPage,
  countByLevel,
  countCustomers,
  getCustomer,
  getCustomers,
  listCustomers,
} from './state/list-customers.ts'
export { momentsOf, type NewMoment, newMoments, type OpenMoment } from './state/moments.ts'
export { readSegment } from './state/segment.ts'
export { openState, QueryRefused, type RowFilter, type State, type StateRow } from './state/state.ts'
export {
  type AxisPlace,
  type ManualWord,
  type NextLevel,
  type WhyLevel,
  type WhyTag,
  whyLevel,
} from './state/why-level.ts'
export {
  type Backtest,
  type BacktestOptions,
  BacktestRefused,
  type BacktestSubject,
  runBacktest,
} from './studio/backtest.ts'
export { type Affected, type Comparison, compareStates, type SchemeComparison } from './studio/compare.ts'
export { type CheckedCondition, checkCondition } from './studio/condition.ts'
export { type DefinitionDiff, diffPacks } from './studio/diff.ts'
export { type JudgedState, type LevelStretch, levelHistory, schemesOf } from './studio/history.ts'
export {
  countNearLine,
  distanceUnit,
  listNearLine,
  type NearDirection,
  type NearLine,
  type NearLinePage,
  type NearLineQuery,
} from './studio/near-line.ts'
export { expressionWords, namingOf } from './studio/words.ts'
