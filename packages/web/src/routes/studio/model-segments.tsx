import type { ModelResult } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Button, Grid, type TableColumnsType } from '../../ui/antd.ts'
import { Money, Percent } from '../../ui/figures.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { useMe } from '../session/use-me.ts'
import { SegmentNameDialog } from './segment-name-dialog.tsx'
import { type Segment, SegmentTraits } from './segment-traits.tsx'

type Segments = Extract<ModelResult, { kind: 'segments' }>
type Props = { readonly result: Segments; readonly model: string; readonly hash: string }

/** The segments with their share, what they bring in, and what sets each apart; who edits the studio names them. */
export const SegmentsResult = ({ result, model, hash }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const mayName = useMe().permissions.includes('studio.edit')
  const [named, setNamed] = useState<Segment>()
  const isDesk = Grid.useBreakpoint().md !== false
  const shown = { segments: result.segments, ...(mayName ? { onName: setNamed } : {}) }
  return (
    <>
      <p className="small">
        {t('models.stability', { seeds: result.seeds, figure: formatNumber(result.stability, language, 2) })}{' '}
        {t('models.explained', { share: formatPercent(result.explained, language) })}
      </p>
      {isDesk ? <SegmentTable {...shown} /> : <SegmentCards {...shown} />}
      {named ? (
        <SegmentNameDialog model={model} hash={hash} segment={named} onClose={() => setNamed(undefined)} />
      ) : null}
    </>
  )
}

type ShownProps = { readonly segments: readonly Segment[]; readonly onName?: (segment: Segment) => void }

const SegmentTable = ({ segments, onName }: ShownProps): ReactElement => {
  const { t } = useTranslation()
  const columns: TableColumnsType<Segment> = [
    {
      key: 'name',
      title: t('models.segment'),
      render: (_value, segment) => <SegmentName segment={segment} onName={onName} />,
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
    { key: 'traits', title: t('models.traits'), render: (_value, { traits }) => <SegmentTraits traits={traits} /> },
  ]
  return <WideTable<Segment> rowKey="id" dataSource={segments} columns={columns} />
}

/** The same on a phone, where a row would not fit. */
const SegmentCards = ({ segments, onName }: ShownProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <ul className="lines">
      {segments.map((segment) => (
        <li key={segment.id} className="stack tight">
          <SegmentName segment={segment} onName={onName} />
          <p className="small">
            {t('models.share')} <Percent ratio={segment.share} />
            {segment.meanRevenueMinor === null ? null : (
              <>
                {' · '}
                {t('models.meanRevenue')} <Money minor={segment.meanRevenueMinor} style="exact" />
                {' · '}
                {t('models.revenueShare')} <Percent ratio={segment.revenueShare} />
              </>
            )}
          </p>
          <SegmentTraits traits={segment.traits} />
        </li>
      ))}
    </ul>
  )
}

const SegmentName = ({ segment, onName }: { segment: Segment; onName: ShownProps['onName'] }): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  return (
    <span className="row wrap">
      <strong>{name(segment.name)}</strong> <code>{segment.id}</code>
      {onName ? (
        <Button
          size="small"
          aria-label={t('models.nameOf', { segment: name(segment.name) })}
          onClick={() => onName(segment)}
        >
          {t('models.rename')}
        </Button>
      ) : null}
    </span>
  )
}
