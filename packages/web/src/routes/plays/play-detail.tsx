import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { StrategyPlay } from '@tend/contract'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { labelOf, useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel } from '../../i18n/index.ts'
import { useMe } from '../session/use-me.ts'
import { EditInDraft } from '../studio/edit-in-draft.tsx'
import { studioQueries } from '../studio/studio.queries.ts'

/** A play, whole: for whom, when, what is done, in which words; changed only in a draft of the studio. */
export const PlayDetail = ({ play }: { play: StrategyPlay }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <div className="stack">
      <div className="row wrap between">
        <span className="row wrap">
          {play.assumed ? <span className="chip chip-warn">{t('why.assumed')}</span> : null}
          {play.source ? <span className="small muted">{t('why.source', { source: play.source })}</span> : null}
        </span>
        <EditPlay play={play.id} />
      </div>
      {play.description ? <p>{name(play.description)}</p> : null}
      <WhenAndWhom play={play} />
      <section>
        <h3 className="group-title">{t('play.actions')}</h3>
        <ol className="value-list">
          {play.actions.map((action) => (
            <li key={`${action.kind}/${action.id ?? ''}`}>
              <span className="chip">{t(`play.action.${action.kind}`)}</span>
              <span className="grow">{name(action.label)}</span>
            </li>
          ))}
        </ol>
      </section>
      {name(play.script).trim() === '' ? null : (
        <section>
          <h3 className="group-title">{t('task.script')}</h3>
          <p className="script">{name(play.script)}</p>
        </section>
      )}
      {play.checklist.length === 0 ? null : (
        <section>
          <h3 className="group-title">{t('task.checklist')}</h3>
          <ul className="bullets">
            {play.checklist.map((point) => (
              <li key={point.en}>{name(point)}</li>
            ))}
          </ul>
        </section>
      )}
      <How play={play} />
    </div>
  )
}

const EditPlay = ({ play }: { play: string }): ReactElement | null => {
  const { t } = useTranslation()
  const { permissions } = useMe()
  const maySee = permissions.includes('studio.view')
  const pack = useQuery({ ...studioQueries.pack(), enabled: maySee })
  const definition = pack.data?.definitions.find(({ kind, id }) => kind === 'plays' && id === play)
  if (!definition) return null
  return (
    <span className="row wrap">
      <Link to="/studio/definitions/$kind/$definitionId" params={{ kind: 'plays', definitionId: play }}>
        {t('play.inStudio')}
      </Link>
      {permissions.includes('studio.edit') ? <EditInDraft definition={definition} /> : null}
    </span>
  )
}

const Property = ({ title, children }: { title: string; children: ReactNode }): ReactElement => (
  <div>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)

const WhenAndWhom = ({ play }: { play: StrategyPlay }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const comma = t('value.comma')
  return (
    <dl className="properties">
      <Property title={t('play.moments')}>
        {play.moments.length === 0 ? t('play.themesOnly') : play.moments.map(({ label }) => name(label)).join(comma)}
      </Property>
      <Property title={t('play.for')}>
        {play.for.length === 0
          ? t('play.everybody')
          : play.for.map(({ scheme, levels }) => (
              <p key={scheme.id}>
                <span className="muted">{name(scheme.label)}：</span>
                {levels.map(({ label }) => name(label)).join(comma)}
              </p>
            ))}
      </Property>
      {play.condition ? <Property title={t('theme.condition')}>{name(play.condition)}</Property> : null}
      <Property title={t('outbox.purpose')}>{name(play.purpose.label)}</Property>
      <Property title={t('contact.channel')}>{name(play.channel.label)}</Property>
      <Property title={t('team.module')}>{name(play.module.label)}</Property>
      {play.productClass ? <Property title={t('play.product')}>{name(play.productClass.label)}</Property> : null}
    </dl>
  )
}

const How = ({ play }: { play: StrategyPlay }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { outcomes } = useCatalogue()
  return (
    <dl className="facts">
      <Property title={t('play.assign')}>{t(`play.assignTo.${play.assign}`)}</Property>
      {play.skill ? <Property title={t('team.skills')}>{play.skill}</Property> : null}
      {play.jointWith ? <Property title={t('play.joint')}>{name(play.jointWith.label)}</Property> : null}
      <Property title={t('play.dueDays')}>{t('value.days', { count: play.dueDays })}</Property>
      <Property title={t('play.attempts')}>
        {t('play.attemptsText', { count: play.maxAttempts, days: play.retryWorkingDays })}
      </Property>
      <Property title={t('play.effort')}>{t('play.minutes', { count: play.effortMinutes })}</Property>
      <Property title={t('play.chance')}>{name(play.chance)}</Property>
      <Property title={t('play.method')}>{t(`play.methodOf.${play.method}`)}</Property>
      {play.valueAdd ? <Property title={t('play.valueAdd')}>{t(`play.valueAddOf.${play.valueAdd}`)}</Property> : null}
      {play.bond ? <Property title={t('play.bond')}>{t(`play.bondOf.${play.bond}`)}</Property> : null}
      <Property title={t('play.rhythm')}>{t(`play.rhythmOf.${play.rhythm}`)}</Property>
      <Property title={t('task.outcomes')}>
        {play.outcomes.map((id) => labelOf(outcomes, id, name)).join(t('value.comma'))}
      </Property>
    </dl>
  )
}
