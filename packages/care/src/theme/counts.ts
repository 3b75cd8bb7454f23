import type { CarriedOut } from '../play/carry-out.ts'
import type { ThemeCounts } from './theme.ts'

export const noCounts: ThemeCounts = {
  segment: 0,
  wanted: 0,
  leftOut: 0,
  tasks: 0,
  merged: 0,
  messages: 0,
  benefits: 0,
  cases: 0,
  minutes: 0,
}

type Chunk = {
  readonly segment: number
  readonly leftOut: number
  readonly done: CarriedOut
  readonly effortMinutes: number
}

export const addCounts = (counts: ThemeCounts, { segment, leftOut, done, effortMinutes }: Chunk): ThemeCounts => ({
  segment: counts.segment + segment,
  wanted: counts.wanted + segment - leftOut,
  leftOut: counts.leftOut + leftOut,
  tasks: counts.tasks + done.created,
  merged: counts.merged + done.merged,
  messages: counts.messages + done.messages,
  benefits: counts.benefits + done.benefits,
  cases: counts.cases + done.cases,
  minutes: counts.minutes + done.created * effortMinutes,
})
