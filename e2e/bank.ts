import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test'

type SignIn = {
  readonly username: string
  readonly password: string
  readonly name: string
  readonly role: string
  readonly staffId: string
}

/** Where the bank of this run is served. */
export const address = (): string => process.env.TEND_E2E_ADDRESS ?? ''

const signInOf = (role: string): SignIn => {
  const found = (JSON.parse(process.env.TEND_E2E_SIGN_INS ?? '[]') as SignIn[]).find((one) => one.role === role)
  if (!found) throw new Error(`The bank has nobody with the role ${role}.`)
  return found
}

export const staffIdOf = (role: string): string => signInOf(role).staffId

/** Types name and password into the page's form, as a person does. */
export const signIn = async (page: Page, role: string): Promise<void> => {
  const { username, password } = signInOf(role)
  await page.goto(`${address()}/sign-in`)
  await page.getByLabel('用户名').fill(username)
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: /^登\s*录$/ }).click()
  await expect(page.getByRole('navigation', { name: '主导航' }).first()).toBeVisible()
}

const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>()

/** A page of a person of the role, signed in, in a browser of its own; the person signs in once and carries the session into the next. */
export const openAs = async (
  browser: Browser,
  role: string,
  viewport = { width: 1440, height: 900 },
): Promise<Page> => {
  const context = await browser.newContext({ viewport })
  const page = await context.newPage()
  const session = sessions.get(role)
  if (session) {
    await context.addCookies(session)
    await page.goto(address())
    await expect(page.getByRole('navigation', { name: '主导航' }).first()).toBeVisible()
  } else {
    await signIn(page, role)
    sessions.set(role, await context.cookies())
  }
  return page
}

/** Asks the API as the person of the page does. */
export const ask = <Answer>(page: Page, path: string, body?: object): Promise<Answer> =>
  page.evaluate(
    async ([to, sent]) => {
      const answer = await fetch(to, {
        method: sent ? 'POST' : 'GET',
        headers: { 'content-type': 'application/json' },
        ...(sent ? { body: sent } : {}),
      })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    [path, body ? JSON.stringify(body) : ''] as const,
  )
