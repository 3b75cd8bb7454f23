export { readAuditHead, sealHouse } from './audit-head.ts'
export { type BacktestOrder, backtest } from './backtest.ts'
export { lastBusinessDate } from './business-date.ts'
export { readChanges, withEntries } from './changes.ts'
export type { DefinitionText } from './definition-text.ts'
export { type CheckReceipt, checkReceipts } from './delivery/check-receipt.ts'
export { type DeliveryOptions, deliverRound, deliveryDefaults } from './delivery/deliver.ts'
export { type Delivery, type LoopOptions, startDelivery } from './delivery/loop.ts'
export { printLetterBatch } from './delivery/print.ts'
export { adaptersOf, startHouseDelivery } from './delivery/start.ts'
export { readMessages, writeMessages } from './delivery/write-messages.ts'
export { chooseEngine, type OpenEngine } from './engine.ts'
export {
  choosePack,
  type Home,
  openHome,
  PackMistakes,
  packFolder,
  requirePack,
  shippedPacks,
  UserError,
} from './home.ts'
export { type House, type OpenHouse, openBatchDuck, openHouse } from './house.ts'
export { type LearnOrder, type Lesson, learn } from './learn.ts'
export { type ModelsInForce, modelsInForce } from './models.ts'
export { type Night, type NightOrder, runNightly } from './nightly.ts'
export type { CheckedContent } from './overlay.ts'
export { isAlive, isAnotherAlive } from './process-alive.ts'
export { type Published, publish } from './publish.ts'
export { ReadingRefused } from './read-aside.ts'
export { forgetResults, forgetStates, pendingAsOf, type Schedule, startSchedule } from './schedule.ts'
export { type RenameOrder, readNamedModels, renameSegment } from './segment-names.ts'
export { type Simulated, type SimulatedLoad, type SimulationOrder, simulate } from './simulate.ts'
export { type InForce, openStudio, type Studio } from './studio.ts'
export { packOfVersion, runStudioJob, type StudioWork } from './studio-job.ts'
