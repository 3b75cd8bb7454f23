export { customerSensitivity, maskRow, maskValue } from './access/mask.ts'
export { maskText, type Named } from './access/mask-text.ts'
export { type RevealField, reveal } from './access/reveal.ts'
export { type Actor, can, type Permission, type Role, roles, type Visibility } from './access/roles.ts'
export { type Predicate, type Scope, type ScopeColumns, scopeOf, scopePredicate } from './access/scope.ts'
export { type AuditEntry, type AuditQuery, type AuditRow, listAudit, recordAudit } from './audit/audit.ts'
export { type AuditHead, findSeal, sealAudit, verifyAudit } from './audit/seal.ts'
export {
  countGrants,
  findGrant,
  type Grant,
  type GrantAction,
  type GrantQuery,
  type GrantState,
  grantActions,
  listGrants,
} from './benefit/grant.ts'
export {
  type BenefitContext,
  type BenefitOrder,
  type BenefitsOffered,
  offerBenefit,
  offerBenefits,
} from './benefit/offer.ts'
export { type GiftRecipient, listGiftRegister } from './benefit/register.ts'
export { expireBenefits, type GrantDone, recordOffer, settleGrant } from './benefit/settle.ts'
export {
  compareYear,
  type HolidayYear,
  listHolidayYears,
  missingYears,
  type SaveYearInput,
  saveHolidayYear,
  seedHolidays,
} from './calendar/holidays.ts'
export { type DaysQuestion, type DueEntry, listAgreedTimes, listDueMoments } from './calendar/month.ts'
export { type HolidayProblem, type ParsedHolidays, parseHolidays } from './calendar/parse-holidays.ts'
export type { CareCase, CaseAction, CaseDone, CaseOutcome, CaseState } from './case/case.ts'
export { rerouteCases } from './case/follow.ts'
export { type CaseContext, type CaseOrder, type CaseSource, openCase, openCases } from './case/open.ts'
export {
  type CaseCounts,
  type CaseQuery,
  type CaseStep,
  countCases,
  findCase,
  listCaseSteps,
  listCases,
  listHandOn,
  stepsOf,
} from './case/queries.ts'
export { type CaseInput, recordCase } from './case/record.ts'
export { type StepInput, stepCase } from './case/step.ts'
export type { At, Command, Page, PageRequest, Refusal, RefusalCode } from './command.ts'
export {
  type ConsentDone,
  type ConsentInput,
  recordConsent,
} from './consent/consent.ts'
export { type ConsentFact, exportConsents } from './consent/export.ts'
export { refuseByLink } from './consent/link.ts'
export { consentColumns, type MergedConsents, mergeConsents } from './consent/merge.ts'
export { type Consent, listConsents, type Standing, standingOf } from './consent/queries.ts'
export { applyRefusal, type Refused } from './consent/refusal.ts'
export { type RefusalLink, readRefuseToken, refuseToken } from './consent/refuse-token.ts'
export { type Stopped, stopChannel, stopContacts } from './consent/stop.ts'
export { type AttachmentInput, addAttachment, attachmentBytesMax, removeAttachment } from './contact/attachment.ts'
export {
  type Attachment,
  type AttachmentQuery,
  type AttachmentSubject,
  findAttachment,
  listAttachments,
  readAttachment,
} from './contact/attachment-queries.ts'
export { closeVisit, missingOf, type VisitClosed } from './contact/close-visit.ts'
export {
  type ContactDone,
  type ContactFact,
  type ContactInput,
  exportContacts,
  findContact,
  recordContact,
} from './contact/contact.ts'
export { findDraft, saveDraft, type WorkDraft } from './contact/draft.ts'
export { contactColumns, mergeContacts } from './contact/merge.ts'
export {
  answerRatingLink,
  createRatingLink,
  findRatingLink,
  type RatingLink,
  rateManager,
  type Score,
} from './contact/rating.ts'
export {
  countRatings,
  listRatings,
  type Rating,
  type RatingQuery,
  type RatingSummary,
} from './contact/rating-queries.ts'
export { beginVisit, saveVisit, type VisitFields } from './contact/save-visit.ts'
export {
  type LevelChange,
  listTimeline,
  type TimelineEntry,
  type TimelineKind,
  type TimelineQuery,
  timelineKinds,
} from './contact/timeline.ts'
export { findVisit, listVisits, type Opinion, type Visit } from './contact/visit.ts'
export {
  type Bulletin,
  type BulletinAction,
  type BulletinQuery,
  type BulletinState,
  bulletinActions,
  findBulletin,
  listBulletins,
} from './content/bulletin.ts'
export { bulletinPurpose, closingsOf } from './content/bulletin-purpose.ts'
export { type DecisionInput, decideBulletin } from './content/decide-bulletin.ts'
export { recordTraining, type TrainingInput } from './content/record-training.ts'
export {
  countSubscribers,
  readSubscriptions,
  type Subscription,
  type SubscriptionInput,
  setSubscriptions,
} from './content/subscription.ts'
export {
  countLearners,
  type Learner,
  type LearnerQuery,
  listLearners,
  readTrainings,
  type TrainingStanding,
  type TrainingState,
} from './content/training.ts'
export { type BulletinInput, type BulletinText, writeBulletin } from './content/write-bulletin.ts'
export { addDays, instantAt, localDay } from './days.ts'
export { type DeliveredKind, unmergedDeliveries } from './deliveries.ts'
export { type CallLead, type CallList, findCallList, listCallLists, readCallList } from './dialler/call-list.ts'
export { type CallListFilter, createCallList } from './dialler/create-list.ts'
export {
  type DiallerImport,
  failAbandonedImports,
  findDiallerImport,
  runDiallerImport,
  startDiallerImport,
} from './dialler/import-job.ts'
export { type ImportedCall, importCallResults } from './dialler/import-results.ts'
export { type DiallerLead, presentLeads, renderLeads } from './dialler/present-leads.ts'
export { type CallResult, type ResultFile, readMapping, readResultFile } from './dialler/read-results.ts'
export { listRefusedCalls, type RefusedCall } from './dialler/refused-calls.ts'
export { listStoppedLeads, renderStoppedLeads, type StoppedLead } from './dialler/stopped-leads.ts'
export type { ImportOptions } from './dialler/work-call.ts'
export {
  type ArrivedEvent,
  type EventFact,
  type EventKept,
  exportEvents,
  holdEvents,
  isHeldUp,
  receiveEvents,
} from './event/event.ts'
export type { AnswerValue } from './form/answer.ts'
export { completenessOf } from './form/completeness.ts'
export {
  type Answer,
  type FormState,
  listAnswerHistory,
  readForm,
  type SaveAnswersInput,
  saveAnswers,
} from './form/form.ts'
export { exportOverrides, listOverrides, type Override, type OverrideInput, overrideLevel } from './level/override.ts'
export { answerAsCustomer, isAnswerable } from './message/answer.ts'
export {
  type HandWritten,
  type Preview,
  previewMessage,
  sendByHand,
} from './message/by-hand.ts'
export { type Claimed, type ClaimedMessage, type ClaimOrder, claimMessages } from './message/claim.ts'
export {
  cancelMessage,
  type MessageDone,
  resendMessage,
  type SettleInput,
  settleMessage,
} from './message/commands.ts'
export type { MessageFinding } from './message/compose.ts'
export { exportMessages, type MessageFact } from './message/export.ts'
export {
  type Letter,
  type LetterBatch,
  letterChannel,
  listLetterBatches,
  type Printed,
  printLetters,
  readLetters,
} from './message/letters.ts'
export {
  type LeftOut,
  type Message,
  type MessageState,
  messageStates,
  type PlannedMessage,
  type QueueContext,
  type QueuedMessages,
} from './message/message.ts'
export {
  countMessages,
  findMessage,
  listMessages,
  type MessageConsent,
  type MessageCount,
  type MessageQuery,
  type MessageRecord,
  readConsents,
  readMessageRecord,
} from './message/queries.ts'
export { queueMessages } from './message/queue.ts'
export { applyReceipt, type ReceiptInput } from './message/receipt.ts'
export { addressOf, type Receiver, readReceivers } from './message/receiver.ts'
export { fillRefusal, type RefuseUrl } from './message/refuse.ts'
export { type TakenReply, takeReply } from './message/reply.ts'
export { readsMessages } from './message/rights.ts'
export { explainReason } from './message/sentence.ts'
export { type AttemptResult, type Retry, settleAttempts, sweepMessages } from './message/settle.ts'
export { smsSizeOf } from './message/sms-size.ts'
export { listSegmentNames, type NameSegmentInput, nameSegment, type SegmentName } from './model/segment-name.ts'
export { listMoments, type Moment, type MomentRow, momentColumns, publishMoments } from './moment/moment.ts'
export {
  type Absence,
  type AbsenceInput,
  addAbsence,
  endAbsence,
  findAbsence,
  listAbsences,
  listSubstitutes,
  type Substitute,
} from './party/absence.ts'
export {
  type AbsenceMove,
  type AbsenceWork,
  absenceEnd,
  countAbsenceTasks,
  type MoveDirection,
  moveAbsenceTasks,
  previewAbsenceMove,
} from './party/absence-tasks.ts'
export { type Customer, findCustomer, findCustomers, readNamed, searchCustomers } from './party/customer.ts'
export { addHelper, type Helper, type HelperInput, listHelpers, removeHelper } from './party/helper.ts'
export {
  auditStaffChanges,
  findStaff,
  importOrganisation,
  listStaff,
  listUnits,
  type OrgUnit,
  poolTasksOfLeavers,
  rootUnitId,
  type Staff,
  type StaffRow,
  subtreeOf,
  type UnitRow,
} from './party/organisation.ts'
export { type HandOverInput, handOver, listOwnership, type OwnershipChange } from './party/ownership.ts'
export { customerColumns, type PublishedCustomers, publishCustomers } from './party/publish-customers.ts'
export { type CarriedOut, type CarryContext, carryOut } from './play/carry-out.ts'
export { type Conflict, type PlannedTask, type Reason, settleConflicts } from './play/conflict.ts'
export { type ExplainedPlay, type ExplainInput, explainPlays, type OpenOccurrence } from './play/explain.ts'
export { type Candidate, columnsOfPlays, type PlanContext, type PlannedPlays, planPlays } from './play/plan.ts'
export { stopWithdrawn } from './play/stop-withdrawn.ts'
export type { Factors, WorkTerms } from './play/terms.ts'
export type { LeftOut as PlayLeftOut, PlannedWork } from './play/work.ts'
export { keepsAgreedTime } from './policy/agreed.ts'
export {
  type BoardQuestion,
  countPolicy,
  listPolicyCustomers,
  type PolicyCount,
  type PolicyCustomer,
  type PolicyGroup,
  type PolicyListQuestion,
} from './policy/board.ts'
export { type Described, describeVerdict } from './policy/describe.ts'
export { type Judging, judgeContacts } from './policy/judge.ts'
export { firstLoudInstant, hoursOf } from './policy/quiet.ts'
export {
  type ContactAsk,
  type PolicyPack,
  type RefusalDetail,
  type RefusalReason,
  refusalReasons,
  stops,
  type Verdict,
} from './policy/verdict.ts'
export { forgetRunLeftOut, insertRunLeftOut, listRunLeftOut, type RunLeftOut } from './run/left-out.ts'
export {
  commitRun,
  currentRun,
  failAbandonedRuns,
  failRun,
  findRun,
  listRuns,
  previousRun,
  type Run,
  retireStates,
  type StartRunInput,
  startRun,
} from './run/run.ts'
export {
  type Appointment,
  type AppointmentInput,
  type AppointmentQuery,
  appointmentPlay,
  cancelAppointment,
  createAppointment,
  listAppointments,
  moveAppointment,
} from './task/appointment.ts'
export {
  type Assigned,
  type AssignInput,
  type Assignment,
  assignTasks,
  previewAssignment,
  previewRecall,
  type Recalled,
  type RecallInput,
  recallTasks,
  releaseTask,
} from './task/assign.ts'
export type { Selection, Take } from './task/assignable.ts'
export {
  countModules,
  countTasks,
  type ModuleCount,
  type PlanProgress,
  type PoolSummary,
  planProgress,
  summarisePools,
  type TaskCounts,
} from './task/boards.ts'
export {
  type Holiday,
  isWorkingDay,
  listHolidays,
  readWorkingDays,
  saveHolidays,
  type WorkingDays,
  workingDayAfter,
} from './task/calendar.ts'
export { type CapacityQuery, type LeftOutTask, listCapacity, listLeftOut, type PersonWeek } from './task/capacity.ts'
export { type Ask, type Choice, type ChooseContext, chooseAssignees } from './task/choose.ts'
export { type Claim, claimNext } from './task/claim.ts'
export { type CreatedTasks, createTasks } from './task/create.ts'
export {
  type CalendarFeed,
  createFeed,
  type FeedEntry,
  findFeed,
  findFeedByToken,
  listFeedEntries,
  revokeFeed,
} from './task/feed.ts'
export {
  type HandOverTaskInput,
  handOverTask,
  listTaskColleagues,
  listTaskHandOvers,
  type TaskColleague,
  type TaskHandOver,
} from './task/hand-over.ts'
export { type HeldTask, listHeldTasks } from './task/held.ts'
export type { LoadChange } from './task/load.ts'
export { nextTask } from './task/next.ts'
export { type NextContact, type OutcomeDone, type OutcomeInput, recordOutcome } from './task/outcome.ts'
export {
  countOverdue,
  type OverdueStage,
  overdueBefore,
  overdueDaysOf,
  overdueStageOf,
  overdueStages,
  type PersonOverdue,
} from './task/overdue.ts'
export {
  listPeople,
  type PersonLoad,
  type PersonRecord,
  recordOfPerson,
  type UpdatePersonInput,
  updatePerson,
} from './task/people.ts'
export type { CreateContext } from './task/prepare.ts'
export { findTask, listTasks, type TaskQuery } from './task/queries.ts'
export { type LabelResult, type ResultQuery, resultsByLabel } from './task/results.ts'
export { readStoppedWork, type StoppedWork } from './task/stopped.ts'
export { isWorkOf, type Pool, type Task, type TimeBand } from './task/task.ts'
export { listTicks, type TickInput, tickTask } from './task/tick.ts'
export { buildTheme } from './theme/build.ts'
export { columnsOfTheme, type ThemePlan, themeMoment } from './theme/plan-theme.ts'
export type { BuildContext, ReadChunks } from './theme/prepare-ahead.ts'
export { previewTheme, type ThemeExample, type ThemePreview } from './theme/preview.ts'
export {
  type CheckedOrder,
  checkTheme,
  failAbandonedThemes,
  failTheme,
  readExpression as readThemeExpression,
  type StartThemeInput,
  startTheme,
  type ThemeOrder,
  takeTheme,
} from './theme/start.ts'
export { endThemes, stopTheme } from './theme/stop.ts'
export {
  countThemeLeftOut,
  findTheme,
  listThemeLeftOut,
  listThemes,
  listThemeUnits,
  type Theme,
  type ThemeCounts,
  type ThemeLeftOut,
  type ThemeQuery,
  type ThemeState,
  type ThemeUnit,
} from './theme/theme.ts'
export { type ApproveInput, approveVersion, type RollBackInput, rejectVersion, rollBack } from './version/decide.ts'
export {
  type Base,
  createDraft,
  type DraftInput,
  type EditInput,
  editDraft,
  type SubmitInput,
  submitVersion,
  type VersionDone,
  withdrawVersion,
} from './version/draft.ts'
export {
  failAbandonedJobs,
  findStudioJob,
  finishStudioJob,
  noteStudioJob,
  removeOldResults,
  type StartJobInput,
  type StudioJob,
  startStudioJob,
  takeStudioJob,
} from './version/job.ts'
export { type CommittedState, committedStates } from './version/states.ts'
export {
  currentPublication,
  findVersion,
  isMaker,
  listVersions,
  type PackVersion,
  type Publication,
  publishedHashes,
  type VersionEntry,
  type VersionState,
} from './version/version.ts'
