import type { Catalogue } from '@tend/contract'

/** A pack that defines nothing, for tests that need a catalogue and little in it. */
export const emptyCatalogue: Catalogue = {
  pack: {
    id: 'p',
    label: { zh: 'p', en: 'p' },
    version: '1',
    hash: 'h',
    timeZone: 'Asia/Shanghai',
    currency: { code: 'CNY', decimals: 2 },
  },
  asOf: null,
  attributes: [],
  indicators: [],
  schemes: [],
  moments: [],
  plays: [],
  outcomes: [],
  forms: [],
  facts: [],
  purposes: [],
  channels: [],
  modules: [],
  cases: [],
  benefits: [],
  objections: [],
  bulletins: [],
  units: [],
}
