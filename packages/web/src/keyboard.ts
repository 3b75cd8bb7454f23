/** What a key asks of the workbench. Digits choose by place, counted from 0. */
export type Command =
  | { readonly kind: 'next' }
  | { readonly kind: 'previous' }
  | { readonly kind: 'submit' }
  | { readonly kind: 'choice'; readonly index: number }
  | { readonly kind: 'note' }
  | { readonly kind: 'appointment' }
  | { readonly kind: 'call' }
  | { readonly kind: 'claim' }
  | { readonly kind: 'help' }
  | { readonly kind: 'close' }

const commandOf: Readonly<Record<string, Command>> = {
  j: { kind: 'next' },
  ArrowDown: { kind: 'next' },
  k: { kind: 'previous' },
  ArrowUp: { kind: 'previous' },
  Enter: { kind: 'submit' },
  n: { kind: 'note' },
  a: { kind: 'appointment' },
  c: { kind: 'call' },
  g: { kind: 'claim' },
  '?': { kind: 'help' },
  Escape: { kind: 'close' },
}

export type Press = { readonly key: string; readonly hasModifier: boolean; readonly isComposing: boolean }

/** Undefined where the key means nothing here: with a modifier held, or while a Chinese input method is composing. */
export const readCommand = ({ key, hasModifier, isComposing }: Press): Command | undefined => {
  if (hasModifier || isComposing) return undefined
  if (/^[1-9]$/.test(key)) return { kind: 'choice', index: Number(key) - 1 }
  return commandOf[key]
}

/** Keys belong to the field or control that has the focus. A tick box takes only the space bar, which is no command. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && target.getAttribute('type') !== 'checkbox') ||
    target.closest('[role=combobox],[role=dialog],[role=menu]') !== null)
