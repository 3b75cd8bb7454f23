import { act, type ReactNode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import { changeLanguage, startTranslations } from './i18n/index.ts'

/** An empty page in Chinese before each test of a file. */
export type TestPage = {
  readonly place: HTMLElement
  /** Draws an element on the page and answers with the place that holds it. */
  readonly draw: (element: ReactNode) => HTMLElement
}

export const openTestPage = (): TestPage => {
  let root: Root
  let place: HTMLElement
  beforeAll(() => {
    Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })
    startTranslations()
  })
  beforeEach(() => {
    changeLanguage('zh')
    place = document.body.appendChild(document.createElement('div'))
    root = createRoot(place)
  })
  afterEach(() => {
    act(() => root.unmount())
    place.remove()
  })
  return {
    get place() {
      return place
    },
    draw: (element) => {
      act(() => root.render(element))
      return place
    },
  }
}
