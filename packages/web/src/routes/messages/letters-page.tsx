import { DownloadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import type { RouteResponse } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../api/client.ts'
import { messageOf } from '../../api/failure.ts'
import { UnitSelect } from '../../catalogue/unit-select.tsx'
import { useLanguage } from '../../i18n/index.ts'
import { PlainTable } from '../../page/paged-table.tsx'
import { App, Button, type TableColumnsType } from '../../ui/antd.ts'
import { Count, DateText } from '../../ui/figures.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { messageQueries, usePrintLetters } from './messages.queries.ts'
import { MessagesFrame } from './messages-frame.tsx'

type Batch = RouteResponse<'listLetterBatches'>['items'][number]

/** Letters wait until somebody prints them; whoever has refused meanwhile gets none. */
export const LettersPage = (): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { message } = App.useApp()
  const [unit, setUnit] = useState<string>()
  const query = useQuery(messageQueries.batches())
  const counts = useQuery(messageQueries.counts(unit ? { unit } : {}))
  const waiting =
    counts.data?.items.find(({ state, channel }) => state === 'waiting' && channel === 'letter')?.messages ?? 0
  const print = usePrintLetters()
  const start = (): void =>
    print.mutate(unit ? { unit } : {}, {
      onSuccess: ({ letters, cancelled }) => void message.success(t('letter.printed', { letters, cancelled })),
      onError: (error) => void message.error(messageOf(error, language)),
    })
  return (
    <MessagesFrame
      title={t('letter.title')}
      lead={t('letter.lead')}
      actions={
        <span className="row wrap">
          <UnitSelect value={unit} onChange={setUnit} />
          <Button type="primary" disabled={waiting === 0} loading={print.isPending} onClick={start}>
            {t('letter.print', { count: waiting })}
          </Button>
        </span>
      }
    >
      <PlainTable<Batch>
        of={query}
        rows={query.data?.items ?? []}
        rowKey="batch"
        columns={useBatchColumns()}
        empty={<EmptyState title={t('letter.none')} hint={t('letter.noneHint')} />}
      />
    </MessagesFrame>
  )
}

const useBatchColumns = (): TableColumnsType<Batch> => {
  const { t } = useTranslation()
  return [
    {
      key: 'at',
      title: t('letter.printedAt'),
      render: (_value, { printedAt }) => <DateText value={printedAt} withTime />,
    },
    { key: 'by', title: t('letter.printedBy'), dataIndex: 'printedBy' },
    {
      key: 'letters',
      title: t('letter.letters'),
      align: 'right',
      render: (_value, { letters }) => <Count value={letters} />,
    },
    {
      key: 'pdf',
      title: t('users.actions'),
      render: (_value, { batch }) => (
        <Button
          size="small"
          icon={<DownloadOutlined />}
          href={api.url('getLetterBatch', { params: { batch } })}
          target="_blank"
        >
          {t('letter.pdf')}
        </Button>
      ),
    },
  ]
}
