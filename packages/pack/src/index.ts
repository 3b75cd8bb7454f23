export type * from './definitions.ts'
export { dependencyOrder } from './dependencies.ts'
export { compile, type Row, type Value } from './expression/compile.ts'
export { explain, type Term } from './expression/explain.ts'
export { type ExpressionSource, parseExpression } from './expression/parse.ts'
export {
  duckdbDialect,
  postgresDialect,
  renderSql,
  type SqlDialect,
  type SqlOptions,
  sparkDialect,
} from './expression/sql.ts'
export {
  type Arithmetic,
  type Comparison,
  childrenOf,
  type FunctionName,
  type NameType,
  type NameTypes,
  type Node,
  namesIn,
  type ValueType,
  valueTypeOf,
} from './expression/tree.ts'
export { type Currency, formatSentence, formatValue, type Language, type Vocabulary } from './format.ts'
export { formatIssues, listAssumed } from './issues.ts'
export { judgeOffer, type OfferVerdict } from './judge-offer.ts'
export { type Kind as DefinitionKind, kinds as definitionKinds } from './load/entries.ts'
export { columnsRead, expressionsOf } from './load/routes.ts'
export { standardWork } from './load/work.ts'
export { loadPack } from './load.ts'
export { type LintFinding, lintMessage } from './message/lint.ts'
export { messagePlaces, placesIn, standingPlaces } from './message/places.ts'
export { type RenderedMessage, renderMessage } from './message/render.ts'
export { measureSms, type SmsLength } from './message/sms.ts'
export { customerScope, factScope, momentScope } from './scope.ts'
export { vocabularyOf } from './vocabulary.ts'
