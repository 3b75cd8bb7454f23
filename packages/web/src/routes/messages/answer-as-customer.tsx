import type { MessageSummary } from '@tend/contract'
import { type ReactElement, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../api/failure.ts'
import { useLanguage } from '../../i18n/index.ts'
import { Input } from '../../ui/antd.ts'
import { useAnswerMessage } from './messages.queries.ts'

/** Below a message that only the simulator took: what the customer would answer, and what it causes. */
export const AnswerAsCustomer = ({ message }: { message: MessageSummary }): ReactElement | null => {
  const { t } = useTranslation()
  const language = useLanguage()
  const [text, setText] = useState('')
  const answer = useAnswerMessage(message.messageId)
  if (!message.may.answer) return null
  const send = (): void => {
    if (text.trim() !== '') answer.mutate(text.trim(), { onSuccess: () => setText('') })
  }
  return (
    <div className="stack tight seen-answer">
      <Input.Search
        value={text}
        maxLength={1000}
        aria-label={t('outbox.answer.text')}
        placeholder={t('outbox.answer.hint')}
        enterButton={t('outbox.answer.send')}
        loading={answer.isPending}
        onChange={({ target }) => setText(target.value)}
        onSearch={send}
      />
      <p className="small" role="status">
        {answer.data ? t(`outbox.answer.${answer.data.kind}`, answer.data.stopped) : null}
        {answer.error ? <span className="warn">{messageOf(answer.error, language)}</span> : null}
      </p>
    </div>
  )
}
