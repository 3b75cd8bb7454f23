import { measureSms, type SmsLength } from '@tend/pack'
import type { Message } from './message.ts'
import { fillRefusal } from './refuse.ts'

/** How long a message is as an operator counts it, with the words by which it is refused; null on other channels. */
export const smsSizeOf = (
  message: Pick<Message, 'customer_id' | 'purpose' | 'channel' | 'language' | 'body'>,
): SmsLength | null => (message.channel === 'sms' ? measureSms(fillRefusal(message.body, message)) : null)
