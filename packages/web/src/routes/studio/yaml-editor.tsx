import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, defaultHighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint'
import { EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import type { StudioIssue } from '@tend/contract'
import { type ReactElement, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../../format.ts'
import { useLanguage } from '../../i18n/index.ts'

type Props = {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly issues: readonly StudioIssue[]
  /** Where the cursor is to go, counted anew with each wish. */
  readonly goTo?: { readonly line: number; readonly column: number } | undefined
}

/** The definition as its author writes it, with every mistake marked where it stands. Tab leaves the editor, as everywhere. */
export const YamlEditor = ({ text, onChange, issues, goTo }: Props): ReactElement => {
  const { t } = useTranslation()
  const language = useLanguage()
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const changed = useRef(onChange)
  changed.current = onChange
  const first = useRef(text)
  const name = t('studio.editorYaml')
  useEffect(() => {
    if (!place.current) return
    const drawn = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          lineNumbers(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          syntaxHighlighting(defaultHighlightStyle),
          yaml(),
          lintGutter(),
          EditorView.lineWrapping,
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({ 'aria-label': name, spellcheck: 'false', tabindex: '0' }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = drawn
    return () => drawn.destroy()
  }, [name])
  useEffect(() => {
    const shown = view.current
    if (shown && shown.state.doc.toString() !== text)
      shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: text } })
  }, [text])
  useEffect(() => {
    const shown = view.current
    if (shown)
      shown.dispatch(
        setDiagnostics(
          shown.state,
          issues.map((issue) => diagnosticOf(shown.state, issue, language)),
        ),
      )
  }, [issues, language])
  useEffect(() => {
    const shown = view.current
    if (!shown || !goTo) return
    shown.dispatch({ selection: { anchor: offsetOf(shown.state, goTo) }, scrollIntoView: true })
    shown.focus()
  }, [goTo])
  return <div ref={place} className="yaml-editor" />
}

const offsetOf = (state: EditorState, { line, column }: { line: number; column: number }): number => {
  const found = state.doc.line(Math.min(Math.max(1, line), state.doc.lines))
  return Math.min(found.from + Math.max(0, column - 1), found.to)
}

const diagnosticOf = (state: EditorState, issue: StudioIssue, language: Language): Diagnostic => {
  const [message, suggestion] = [issue.message[language], issue.suggestion?.[language]]
  const from = offsetOf(state, issue)
  const line = state.doc.lineAt(from)
  return {
    from,
    to: Math.max(from, Math.min(line.to, from + 1)),
    severity: issue.severity,
    message: suggestion === undefined ? message : `${message} (${suggestion})`,
  }
}
