import { InboxOutlined } from '@ant-design/icons'
import type { Delivery } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useCatalogue } from '../../catalogue/catalogue.ts'
import { formatBytes } from '../../format.ts'
import { useLabel, useLanguage } from '../../i18n/index.ts'
import { Alert, Button, Modal, Select, Upload } from '../../ui/antd.ts'
import { Count } from '../../ui/figures.tsx'
import { useStartImport } from './runs.queries.ts'

type Props = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onQuarantine: (importId: string) => void
}

export const ImportDialog = ({ isOpen, onClose, onQuarantine }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal open={isOpen} onCancel={onClose} title={t('imports.upload')} footer={null} destroyOnHidden>
      <ImportForm onClose={onClose} onQuarantine={onQuarantine} />
    </Modal>
  )
}

/** A file, what it is, and what became of its rows. */
const ImportForm = ({ onClose, onQuarantine }: Omit<Props, 'isOpen'>): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const name = useLabel()
  const { facts } = useCatalogue()
  const [file, setFile] = useState<File>()
  const [fact, setFact] = useState<string>()
  const start = useStartImport()
  if (start.data) return <ImportResult delivery={start.data} onClose={onClose} onQuarantine={onQuarantine} />
  return (
    <div className="stack">
      <Select
        className="wide"
        aria-label={t('imports.fact')}
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('imports.chooseFact')}
        value={fact ?? null}
        onChange={(chosen: string | null) => setFact(chosen ?? undefined)}
        options={facts.map(({ id, label }) => ({ value: id, label: name(label) }))}
      />
      <Upload.Dragger
        accept=".csv,.tsv,.txt,.xlsx,.parquet"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(chosen) => {
          setFile(chosen)
          start.reset()
          return false
        }}
      >
        <p style={{ fontSize: 28, color: '#0b6b4f' }}>
          <InboxOutlined />
        </p>
        <p>{file ? `${file.name} · ${formatBytes(file.size, language)}` : t('imports.drop')}</p>
        <p className="small muted">{t('imports.kinds')}</p>
      </Upload.Dragger>
      {start.error ? <Alert role="alert" type="error" showIcon title={messageOf(start.error, language)} /> : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button onClick={onClose}>{t('action.cancel')}</Button>
        <Button
          type="primary"
          disabled={!file || !fact}
          loading={start.isPending}
          onClick={() => file && fact && start.mutate({ file, fact })}
        >
          {t('imports.start')}
        </Button>
      </div>
    </div>
  )
}

type ResultProps = Omit<Props, 'isOpen'> & { readonly delivery: Delivery }

const ImportResult = ({ delivery, onClose, onQuarantine }: ResultProps): ReactElement => {
  const { t } = useTranslation()
  return (
    <div className="stack">
      <Alert
        role="status"
        showIcon
        type={delivery.quarantined > 0 ? 'warning' : 'success'}
        title={t(
          delivery.isRepeat
            ? 'imports.wasRepeat'
            : delivery.quarantined > 0
              ? 'imports.doneWithQuarantine'
              : 'imports.done',
        )}
      />
      <dl className="facts three">
        <div>
          <dt>{t('imports.rows')}</dt>
          <dd className="strong">
            <Count value={delivery.rows} />
          </dd>
        </div>
        <div>
          <dt>{t('imports.loaded')}</dt>
          <dd className="strong">
            <Count value={delivery.loaded} />
          </dd>
        </div>
        <div>
          <dt>{t('imports.quarantined')}</dt>
          <dd className="strong">
            <Count value={delivery.quarantined} />
          </dd>
        </div>
      </dl>
      {delivery.ignoredColumns.length > 0 ? (
        <p className="small muted">
          {t('imports.ignored', { columns: delivery.ignoredColumns.join(t('value.comma')) })}
        </p>
      ) : null}
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        {delivery.quarantined > 0 ? (
          <Button
            onClick={() => {
              onClose()
              onQuarantine(delivery.importId)
            }}
          >
            {t('imports.showQuarantine', { count: delivery.quarantined })}
          </Button>
        ) : null}
        <Button type="primary" onClick={onClose}>
          {t('action.close')}
        </Button>
      </div>
    </div>
  )
}
