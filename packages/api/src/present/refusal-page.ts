import type { Label } from '@tend/contract'
import { escapeHtml, renderPage } from './customer-page.ts'

type Words = Readonly<Record<'title' | 'question' | 'purpose' | 'all' | 'done' | 'note' | 'broken', Label>>

const wordsOf = (purpose: Label): Words => ({
  title: { zh: '拒收消息', en: 'Refuse messages' },
  question: {
    zh: `您不想再收到“${purpose.zh}”类消息吗？`,
    en: `Do you wish to receive no more messages of the kind “${purpose.en}”?`,
  },
  purpose: { zh: '不再接收这类消息', en: 'No more of these' },
  all: { zh: '除合同服务通知外，什么都不再接收', en: 'Nothing more at all but what my contract needs' },
  done: {
    zh: '已为您停止，即刻生效。如需恢复，请告知您的客户经理或任一网点。',
    en: 'It has been stopped, from this moment on. Should you change your mind, tell your manager or any of our branches.',
  },
  note: {
    zh: '拒收不影响您已有的服务；办理业务所必需的通知仍会发送。',
    en: 'No service that you have depends on it; what your contract makes necessary is still sent.',
  },
  broken: {
    zh: '链接不完整，请从消息中完整复制后再打开；也可以直接告知任一网点，我们会立即停止。',
    en: 'The link is not complete: copy all of it from the message. You may also tell any of our branches, and we stop at once.',
  },
})

/** The page behind a link to refuse: two buttons, no script, nothing about the customer. */
export const renderQuestion = (purpose: Label, lang: keyof Label): string => {
  const words = wordsOf(purpose)
  const button = (from: 'purpose' | 'all'): string =>
    `<form method="post" action="?from=${from}"><button type="submit">${escapeHtml(words[from][lang])}</button></form>`
  return renderPage(words.title[lang], lang, [
    `<p>${escapeHtml(words.question[lang])}</p>`,
    button('purpose'),
    button('all'),
    `<p><small>${escapeHtml(words.note[lang])}</small></p>`,
  ])
}

export const renderDone = (lang: keyof Label): string => {
  const words = wordsOf({ zh: '', en: '' })
  return renderPage(words.title[lang], lang, [
    `<p role="status">${escapeHtml(words.done[lang])}</p>`,
    `<p><small>${escapeHtml(words.note[lang])}</small></p>`,
  ])
}

export const renderBroken = (lang: keyof Label): string => {
  const words = wordsOf({ zh: '', en: '' })
  return renderPage(words.title[lang], lang, [`<p role="alert">${escapeHtml(words.broken[lang])}</p>`])
}
