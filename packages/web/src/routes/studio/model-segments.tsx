import type { ModelResult } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Cell } from '../../catalogue/cell.tsx'
import { formatNumber, formatPercent } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Button, Table, type TableColumnsType } from '../../ui/antd.ts'
import { Money, Percent } from '../../ui/figures.tsx'
import { useMe } from '../session/use-me.ts'
import { SegmentNameDialog } from './segment-name-dialog.tsx'

type Segments = Extract<ModelResult, { kind: 'segments' }>
type Segment = Segments['segments'][number]

type Props = { readonly result: Segments; readonly model: string; readonly hash: string }

/** The segments with their share, what they bring in, and what sets each apart; who edits the studio names them. */
export const SegmentsResult = ({ result, model, hash }: Props): ReactElement => {
  const { t } = useTranslation()
  const mayName = useMe().permissions.includes('studio.edit')
  const [named, setNamed] = useState<Segment>()
  const name = useLabel()
  const language = useLanguage()
  const columns: TableColumnsType<Segment> = [
    {
      key: 'name',
      title: t('models.segment'),
      render: (_value, segment) => (
        <span className="row wrap">
          <strong>{name(segment.name)}</strong> <code>{segment.id}</code>
          {mayName ? (
            <Button
              size="small"
              aria-label={t('models.nameOf', { segment: name(segment.name) })}
              onClick={() => setNamed(segment)}
            >
              {t('models.rename')}
            </Button>
          ) : null}
        </span>
      ),
    },
    {
      key: 'share',
      title: t('models.share'),
      align: 'right',
      render: (_value, { share }) => <Percent ratio={share} />,
    },
    {
      key: 'revenue',
      title: t('models.meanRevenue'),
      align: 'right',
      render: (_value, { meanRevenueMinor }) => <Money minor={meanRevenueMinor} style="exact" />,
    },
    {
      key: 'revenueShare',
      title: t('models.revenueShare'),
      align: 'right',
      render: (_value, { revenueShare }) => <Percent ratio={revenueShare} />,
    },
    { key: 'traits', title: t('models.traits'), render: (_value, { traits }) => <Traits traits={traits} /> },
  ]
  return (
    <>
      <p className="small">
        {t('models.stability', { seeds: result.seeds, figure: formatNumber(result.stability, language, 2) })}{' '}
        {t('models.explained', { share: formatPercent(result.explained, language) })}
      </p>
      <Table<Segment>
        size="small"
        rowKey="id"
        dataSource={result.segments}
        columns={columns}
        pagination={false}
        scroll={{ x: 'max-content' }}
      />
      {named ? (
        <SegmentNameDialog model={model} hash={hash} segment={named} onClose={() => setNamed(undefined)} />
      ) : null}
    </>
  )
}

const Traits = ({ traits }: { traits: Segment['traits'] }): ReactElement => {
  const name = useLabel()
  const language = useLanguage()
  return (
    <ul className="small">
      {traits.map(({ label, unit, mean, difference }) => (
        <li key={label.en}>
          {name(label)} <Cell unit={unit} value={mean} />{' '}
          <span className="muted">
            ({difference > 0 ? '+' : ''}
            {formatNumber(difference, language, 1)}σ)
          </span>
        </li>
      ))}
    </ul>
  )
}
