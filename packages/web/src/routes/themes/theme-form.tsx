import { useQuery } from '@tanstack/react-query'
import dayjs from 'dayjs'
import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldsOf, useCatalogue } from '../../catalogue/catalogue.ts'
import type { ConditionField } from '../../condition/condition.ts'
import { ConditionEditor } from '../../condition/condition-editor.tsx'
import { useLabel } from '../../i18n/index.ts'
import { DatePicker, Input, Select } from '../../ui/antd.ts'
import { Panel } from '../../ui/panel.tsx'
import { useMe } from '../session/use-me.ts'
import { studioQueries } from '../studio/studio.queries.ts'

export type ThemeWish = {
  readonly name: string
  readonly play: string | undefined
  readonly condition: string
  readonly unit: string | undefined
  readonly startsOn: string
  readonly endsOn: string
  readonly goal: string
}

type Props = { readonly wish: ThemeWish; readonly onWish: (wish: ThemeWish) => void }

export const ThemeForm = ({ wish, onWish }: Props): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const { plays, units } = useCatalogue()
  return (
    <Panel title={t('theme.what')}>
      <div className="stack">
        <div className="form-fields">
          <div className="form-field">
            <span className="small muted">{t('theme.name')}</span>
            <Input
              aria-label={t('theme.name')}
              value={wish.name}
              maxLength={100}
              onChange={({ target }) => onWish({ ...wish, name: target.value })}
            />
          </div>
          <div className="form-field">
            <span className="small muted">{t('theme.play')}</span>
            <Select<string | null>
              aria-label={t('theme.play')}
              placeholder={t('theme.choosePlay')}
              showSearch={{ optionFilterProp: 'label' }}
              value={wish.play ?? null}
              onChange={(play) => onWish({ ...wish, play: play ?? undefined })}
              options={plays.map(({ id, label }) => ({ value: id, label: name(label) }))}
            />
          </div>
          <div className="form-field">
            <span className="small muted">{t('theme.days')}</span>
            <DatePicker.RangePicker
              allowClear={false}
              value={[dayjs(wish.startsOn), dayjs(wish.endsOn)]}
              onChange={(days) => {
                const [from, to] = days ?? []
                if (from && to)
                  onWish({ ...wish, startsOn: from.format('YYYY-MM-DD'), endsOn: to.format('YYYY-MM-DD') })
              }}
            />
          </div>
          {units.length > 1 ? (
            <div className="form-field">
              <span className="small muted">{t('customer.unit')}</span>
              <Select<string | null>
                aria-label={t('customer.unit')}
                placeholder={t('theme.wholeRegion')}
                allowClear
                showSearch={{ optionFilterProp: 'label' }}
                value={wish.unit ?? null}
                onChange={(unit) => onWish({ ...wish, unit: unit ?? undefined })}
                options={units.map(({ unitId, name: unitName }) => ({ value: unitId, label: unitName }))}
              />
            </div>
          ) : null}
          <div className="form-field name">
            <span className="small muted">{t('theme.goal')}</span>
            <Input
              aria-label={t('theme.goal')}
              value={wish.goal}
              maxLength={500}
              placeholder={t('theme.goalPlaceholder')}
              onChange={({ target }) => onWish({ ...wish, goal: target.value })}
            />
          </div>
        </div>
        <div className="stack tight">
          <h3 className="group-title">{t('theme.condition')}</h3>
          <Condition text={wish.condition} onText={(condition) => onWish({ ...wish, condition })} />
          <p className="small muted">{t('theme.conditionHint')}</p>
        </div>
      </div>
    </Panel>
  )
}

type ConditionProps = { readonly text: string; readonly onText: (text: string) => void }

/** Words and counts while it is written; who may see the studio has its names, everybody else the catalogue's. */
const Condition = ({ text, onText }: ConditionProps): ReactElement => {
  const catalogue = useCatalogue()
  const pack = useQuery({ ...studioQueries.pack(), enabled: useMe().permissions.includes('studio.view') })
  const fields: readonly ConditionField[] =
    pack.data?.names ??
    fieldsOf(catalogue).map(({ unit, ...field }) => ({
      ...field,
      unit: unit === 'level' ? ('text' as const) : unit,
      values: [...field.values],
    }))
  return <ConditionEditor key={pack.data ? 'studio' : 'catalogue'} text={text} onChange={onText} fields={fields} />
}
