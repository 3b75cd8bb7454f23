import type { RatingLink } from '@tend/care'
import type { Label } from '@tend/contract'
import { escapeHtml, renderPage } from './customer-page.ts'

const title: Label = { zh: '服务评价', en: 'How is our service?' }

const scores: readonly (Label & { readonly score: number })[] = [
  { score: 5, zh: '非常满意', en: 'Very satisfied' },
  { score: 4, zh: '满意', en: 'Satisfied' },
  { score: 3, zh: '一般', en: 'Neither' },
  { score: 2, zh: '不满意', en: 'Dissatisfied' },
  { score: 1, zh: '非常不满意', en: 'Very dissatisfied' },
]

const words = {
  comment: { zh: '您还想告诉我们什么？（选填）', en: 'Is there anything else that you wish to tell us? (optional)' },
  send: { zh: '提交', en: 'Send' },
  note: {
    zh: '您的评价由客户经理的上级查看，客户经理本人看不到。',
    en: 'Your answer is read by those above your manager, and not by your manager.',
  },
  choose: { zh: '请选择一项后再提交。', en: 'Choose one of the five before you send.' },
  done: { zh: '已收到，谢谢您的评价。', en: 'Thank you, we have received your answer.' },
  over: {
    zh: '该链接已使用过、已过期或不完整。如仍想评价，请联系任一网点。',
    en: 'This link has been used, has expired or is not complete. Any of our branches will take your answer.',
  },
} as const

/** The form behind a link: whom it is about, five answers, a few words; nothing of the customer. `isUnanswered`: it was sent without a choice. */
export const renderRatingForm = (
  { manager_name, unit_name }: RatingLink,
  lang: keyof Label,
  { isUnanswered = false } = {},
): string => {
  const question =
    lang === 'zh'
      ? `您对${unit_name}${manager_name}的服务是否满意？`
      : `How satisfied are you with the service of ${manager_name}, ${unit_name}?`
  const choices = scores.map(
    ({ score, ...label }) =>
      `<label><input type="radio" name="score" value="${score}" required> ${escapeHtml(label[lang])}</label>`,
  )
  return renderPage(title[lang], lang, [
    ...(isUnanswered ? [`<p role="alert">${escapeHtml(words.choose[lang])}</p>`] : []),
    '<form method="post">',
    `<fieldset><legend>${escapeHtml(question)}</legend>${choices.join('')}</fieldset>`,
    `<label>${escapeHtml(words.comment[lang])}<textarea name="comment" maxlength="1000"></textarea></label>`,
    `<button type="submit">${escapeHtml(words.send[lang])}</button>`,
    '</form>',
    `<p><small>${escapeHtml(words.note[lang])}</small></p>`,
  ])
}

export const renderRated = (lang: keyof Label): string =>
  renderPage(title[lang], lang, [`<p role="status">${escapeHtml(words.done[lang])}</p>`])

export const renderRatingOver = (lang: keyof Label): string =>
  renderPage(title[lang], lang, [`<p role="alert">${escapeHtml(words.over[lang])}</p>`])
