import type { Label } from '@tend/contract'

/** A page that a customer reads: no script, no sign-in. The parts are HTML that has been escaped. */
export const renderPage = (title: string, lang: keyof Label, parts: readonly string[]): string => `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>
body { font: 18px/1.6 system-ui, sans-serif; max-width: 28em; margin: 12vh auto 0; padding: 0 1em; color: #1f1f1f }
button { font: inherit; width: 100%; padding: .7em; margin: .3em 0; color: #0958d9; background: #fff; border: 1px solid #0958d9; border-radius: 8px }
textarea { font: inherit; width: 100%; box-sizing: border-box; min-height: 5em; margin: .3em 0; padding: .5em; border: 1px solid #8c8c8c; border-radius: 8px }
fieldset { border: 0; margin: 0; padding: 0 }
label { display: block; padding: .4em 0 }
small { color: rgba(0, 0, 0, .65) }
</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${parts.join('\n')}
</main>
</body>
</html>
`

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
