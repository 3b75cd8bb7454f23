import { useEffect, useRef } from 'react'
import { type Command, isTyping, readCommand } from '../../keyboard.ts'

/** Listens to the whole page; a command that the handler takes (true) does nothing else in the browser. */
export const useCommands = (handle: (command: Command) => boolean): void => {
  const latest = useRef(handle)
  useEffect(() => {
    latest.current = handle
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const command = readCommand({
        key: event.key,
        hasModifier: event.ctrlKey || event.metaKey || event.altKey,
        isComposing: event.isComposing,
      })
      if (!command || isTyping(event.target)) return
      // A focused control keeps its own Enter.
      if (command.kind === 'open' && event.target instanceof HTMLElement && event.target.closest('button,a')) return
      if (latest.current(command)) event.preventDefault()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
