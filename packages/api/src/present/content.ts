import {
  type Bulletin,
  bulletinActions,
  bulletinPurpose,
  closingsOf,
  type Learner,
  type Subscription,
  type TrainingStanding,
} from '@tend/care'
import type {
  Bulletin as ApiBulletin,
  Learner as ApiLearner,
  Training as ApiTraining,
  ContactPermission,
  Subscriptions,
} from '@tend/contract'
import type { Pack } from '@tend/pack'
import type { Directory } from '../directory.ts'
import type { Person } from '../person.ts'

/** `now`: subscribers of each category today, which an open bulletin would reach. */
export function presentBulletin(
  pack: Pack,
  person: Person,
  bulletin: Bulletin,
  now: ReadonlyMap<string, number>,
): ApiBulletin {
  const { category, state, en_title, en_body } = bulletin
  return {
    bulletinId: String(bulletin.bulletin_id),
    category,
    label: pack.bulletins.get(category)?.label ?? { zh: category, en: category },
    state,
    zh: { title: bulletin.zh_title, body: bulletin.zh_body },
    en: en_title === null || en_body === null ? null : { title: en_title, body: en_body },
    writtenBy: bulletin.written_by_name,
    writtenAt: bulletin.written_at,
    decidedBy: bulletin.decided_by_name,
    decidedAt: bulletin.decided_at,
    reason: bulletin.reason,
    subscribers: state === 'approved' ? bulletin.subscribers : (now.get(category) ?? 0),
    queued: bulletin.queued,
    leftOut: bulletin.left_out,
    may: bulletinActions(person.actor, bulletin),
  }
}

export function presentTrainings(
  pack: Pack,
  mine: ReadonlyMap<string, TrainingStanding>,
  learners: ReadonlyMap<string, { readonly total: number; readonly due: number }> | undefined,
): ApiTraining[] {
  return [...pack.trainings.values()].map(({ id, label, topic, roles, body, validMonths, source }) => {
    const standing = mine.get(id)
    return {
      id,
      label,
      topic,
      roles: roles.map((role) => role as ApiTraining['roles'][number]),
      body,
      validMonths,
      source: source ?? null,
      mine: standing === undefined ? null : presentStanding(standing),
      learners: learners === undefined ? null : (learners.get(id) ?? { total: 0, due: 0 }),
    }
  })
}

const presentStanding = ({ state, learned_on, valid_until }: TrainingStanding) => ({
  state,
  learnedOn: learned_on,
  validUntil: valid_until,
})

export function presentLearner(pack: Pack, directory: Directory, learner: Learner): ApiLearner {
  const { staff_id, name, role, unit_id, training } = learner
  return {
    staff: { staffId: staff_id, name },
    role,
    unit: { unitId: unit_id, name: directory.unitName(unit_id) },
    training,
    label: pack.trainings.get(training)?.label ?? { zh: training, en: training },
    ...presentStanding(learner),
  }
}

/** The customer's address by channel is told as there or not; `permission` is the policy's answer for the channel chosen. */
export function presentSubscriptions(
  pack: Pack,
  person: Person,
  chosen: readonly Subscription[],
  hasAddress: (channel: string) => boolean,
  permission: ContactPermission | null,
): Subscriptions {
  const purpose = pack.purposes.get(bulletinPurpose)
  return {
    items: [...pack.bulletins.values()].map(({ id, label }) => {
      const found = chosen.find(({ category }) => category === id)
      return { category: id, label, isSubscribed: found !== undefined, since: found?.at ?? null }
    }),
    channel: chosen[0]?.channel ?? null,
    purpose: bulletinPurpose,
    consentText: purpose?.consentText ?? null,
    consentVersion: purpose?.consentVersion ?? null,
    channels: [...closingsOf(pack).keys()].map((id) => ({
      id,
      label: pack.channels.get(id)?.label ?? { zh: id, en: id },
      hasAddress: hasAddress(id),
    })),
    permission,
    may: { set: person.may('consents.record') },
  }
}
