import type { Language } from '@tend/pack'
import { Option } from 'commander'

/** `--language zh|en`, else the language of the environment; another word is refused with the two. */
export const languageOption = (environment: NodeJS.ProcessEnv): Option =>
  new Option('--language <language>', 'in which language to answer')
    .choices(['zh', 'en'])
    .default(languageOf(environment), 'zh where LC_ALL, LC_MESSAGES or LANG says so, else en')

/** Chinese where the environment asks for it, in the order in which POSIX reads it; else English. */
export const languageOf = ({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): Language =>
  (LC_ALL || LC_MESSAGES || LANG || '').startsWith('zh') ? 'zh' : 'en'
