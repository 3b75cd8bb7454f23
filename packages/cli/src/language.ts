import { Option } from 'commander'

/** `--language zh|en`, English where nothing is said; another word is refused with the two. */
export const languageOption = (): Option =>
  new Option('--language <language>', 'in which language to answer').choices(['zh', 'en']).default('en')
