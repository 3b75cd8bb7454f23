import type { ApiFailure } from '@tend/api'

/** What the server would answer, as a sentence of the command line. */
export const sentenceOf = ({ message, details, code }: ApiFailure): string =>
  message.replace(/\{(\w+)\}/g, (_place, name: string) =>
    String((details as Readonly<Record<string, unknown>>)?.[name] ?? code),
  )
