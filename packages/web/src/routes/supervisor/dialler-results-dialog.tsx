import { InboxOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import type { RouteResponse } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, Button, Form, Input, Modal, type TableColumnsType, Upload } from '../../ui/antd.ts'
import { useInstitution } from '../../ui/institution.tsx'
import { WideTable } from '../../ui/wide-table.tsx'
import { diallerQueries, useImportResults } from './dialler.queries.ts'
import { callRefusal } from './dialler-reason.ts'

type Imported = RouteResponse<'importCallResultFile'>
type Row = Imported['rows'][number]
type Fields = { readonly mapping?: string; readonly noNextReason?: string }

/** A file of calls from the dialler; what became of each row is shown when it is in. */
export const DiallerResultsDialog = ({ onClose }: { onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const importing = useImportResults()
  return (
    <Modal open title={t('dialler.import')} footer={null} onCancel={onClose} width={760}>
      {importing.data ? (
        <Outcome imported={importing.data} onClose={onClose} />
      ) : (
        <FileForm importing={importing} onClose={onClose} />
      )}
    </Modal>
  )
}

type FormProps = { readonly importing: ReturnType<typeof useImportResults>; readonly onClose: () => void }

const FileForm = ({ importing, onClose }: FormProps): ReactElement => {
  const { t } = useTranslation()
  const name = useLabel()
  const language = useLanguage()
  const { outcomes } = useCatalogue()
  const [file, setFile] = useState<File>()
  const send = ({ mapping, noNextReason }: Fields): void => {
    if (!file) return
    importing.mutate({
      file,
      ...(mapping?.trim() ? { mapping: mapping.trim().replaceAll(/\s*[\n，]\s*/g, ',') } : {}),
      ...(noNextReason?.trim() ? { noNextReason: noNextReason.trim() } : {}),
    })
  }
  return (
    <Form<Fields> layout="vertical" onFinish={send} className="stack tight">
      {importing.error ? (
        <Alert role="alert" type="error" showIcon title={messageOf(importing.error, language)} />
      ) : null}
      <Upload.Dragger
        accept=".csv,text/csv"
        maxCount={1}
        beforeUpload={(chosen) => {
          setFile(chosen)
          return false
        }}
        onRemove={() => setFile(undefined)}
      >
        <p>
          <InboxOutlined /> {t('imports.drop')}
        </p>
        <p className="small muted">{t('dialler.columns')}</p>
      </Upload.Dragger>
      <Form.Item name="mapping" label={t('dialler.mapping')} extra={t('dialler.mappingHint')}>
        <Input placeholder="NA=no_answer,B=busy" />
      </Form.Item>
      <p className="small muted">
        {t('dialler.outcomes')}{' '}
        {outcomes.map(({ id, label }) => (
          <span key={id} className="nowrap">
            <code>{id}</code> {name(label)}；
          </span>
        ))}
      </p>
      <Form.Item name="noNextReason" label={t('dialler.noNext')} extra={t('dialler.noNextHint')}>
        <Input maxLength={500} />
      </Form.Item>
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button type="primary" htmlType="submit" disabled={!file} loading={importing.isPending}>
          {t('dialler.import')}
        </Button>
      </div>
    </Form>
  )
}

const chipOf: Readonly<Record<Row['state'], string>> = {
  done: 'chip chip-good',
  known: 'chip',
  refused: 'chip chip-bad',
}

const kindOf = ({ state, refused }: Imported): 'info' | 'error' | 'warning' | 'success' => {
  if (state === 'running') return 'info'
  if (state === 'failed') return 'error'
  return refused > 0 ? 'warning' : 'success'
}

const followMs = 1000

/** A large file is taken in after the answer: how far it is is asked for until it has ended. */
const useImported = (first: Imported): Imported => {
  const { data } = useQuery({
    ...diallerQueries.imported(first.importId ?? ''),
    initialData: first,
    enabled: first.importId !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? followMs : false),
  })
  return data
}

const Outcome = ({ imported: first, onClose }: { imported: Imported; onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const { timeZone } = useInstitution()
  const imported = useImported(first)
  const { state, done, known, refused, total } = imported
  const columns: TableColumnsType<Row> = [
    { key: 'row', title: t('imports.line'), dataIndex: 'row', align: 'right' },
    { key: 'call', title: t('dialler.call'), render: (_value, { callId }) => <code>{callId}</code> },
    {
      key: 'state',
      title: t('runs.state'),
      render: (_value, { state }) => <span className={chipOf[state]}>{t(`dialler.state.${state}`)}</span>,
    },
    {
      key: 'reason',
      title: t('imports.reason'),
      render: (_value, { reason }) => (
        <span className="wrapped">{reason === null ? null : callRefusal(reason, language, timeZone)}</span>
      ),
    },
  ]
  return (
    <div className="stack tight">
      <Alert
        role="status"
        type={kindOf(imported)}
        showIcon
        title={t('dialler.imported', { done, known, refused })}
        description={state === 'done' ? undefined : t(`dialler.${state}`, { taken: done + known + refused, total })}
      />
      <WideTable<Row>
        rowKey="row"
        dataSource={imported.rows}
        columns={columns}
        pagination={{ pageSize: 20, hideOnSinglePage: true }}
      />
      <div className="right">
        <Button type="primary" onClick={onClose}>
          {t('action.close')}
        </Button>
      </div>
    </div>
  )
}
