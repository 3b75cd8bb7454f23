import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { Modal } from '../../ui/antd.ts'

const rows = [
  { keys: ['j', '↓'], text: 'keys.next' },
  { keys: ['k', '↑'], text: 'keys.previous' },
  { keys: ['c'], text: 'keys.call' },
  { keys: ['1', '…', '9'], text: 'keys.outcome' },
  { keys: ['1', '…', '9'], text: 'keys.step' },
  { keys: ['a'], text: 'keys.appointment' },
  { keys: ['n'], text: 'keys.note' },
  { keys: ['Enter'], text: 'keys.submit' },
  { keys: ['Ctrl', 'Enter'], text: 'keys.record' },
  { keys: ['Esc'], text: 'keys.close' },
  { keys: ['g'], text: 'keys.claim' },
  { keys: ['?'], text: 'keys.help' },
] as const

export const KeyboardHelp = ({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactElement => {
  const { t } = useTranslation()
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={t('keys.title')} width={400}>
      <dl className="keys">
        {rows.map(({ keys, text }) => (
          <div key={text} className="row between">
            <dt>{t(text)}</dt>
            <dd className="row">
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
