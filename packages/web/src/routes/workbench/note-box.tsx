import type { Task } from '@tend/contract'
import type { ReactElement, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { Input } from '../../ui/antd.ts'
import { OpinionButtons } from '../customers/opinion-buttons.tsx'

type Props = {
  readonly note: string
  readonly task: Task
  readonly noteRef: RefObject<HTMLElement | null>
  readonly onNote: (note: string) => void
  readonly onSubmit: () => void
}

/** What the customer said; one click makes a suggestion, a commitment or a lead of it (S10–S12). */
export const NoteBox = ({ note, task, noteRef, onNote, onSubmit }: Props): ReactElement => {
  const { t } = useTranslation()
  return (
    <div className="stack tight">
      <Input.TextArea
        ref={(field) => {
          noteRef.current = field?.resizableTextArea?.textArea ?? null
        }}
        aria-label={t('task.note')}
        placeholder={t('task.notePlaceholder')}
        value={note}
        maxLength={2000}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => onNote(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit()
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      <OpinionButtons
        customerId={task.customer.customerId}
        taskId={task.taskId}
        text={note}
        onEmpty={() => noteRef.current?.focus()}
      />
    </div>
  )
}
