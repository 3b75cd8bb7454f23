import { useEffect, useRef } from 'react'
import { type Command, isTyping, readCommand } from '../../keyboard.ts'

/** Listens to the whole page; a command that the handler takes (true) does nothing else in the browser, nor for another listener. */
export const useCommands = (handle: (command: Command) => boolean): void => {
  const latest = useRef(handle)
  useEffect(() => {
    latest.current = handle
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return
      const command = readCommand({
        key: event.key,
        hasModifier: event.ctrlKey || event.metaKey || event.altKey,
        isComposing: event.isComposing,
      })
      if (!command || isTyping(event.target)) return
      if (command.kind === 'submit' && keepsEnter(event.target)) return
      if (latest.current(command)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

/** A focused control keeps its own Enter, but for a choice that is made already: Enter then goes on. */
const keepsEnter = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('a,button:not([aria-pressed=true]),summary') !== null
