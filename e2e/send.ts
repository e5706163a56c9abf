import type { Page } from '@playwright/test'

/** Status of the answer to what the page itself could send; it stands on a page of ours. */
export async function send(
  page: Page,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<number> {
  return page.evaluate(
    async ({ method, path, body }) => {
      const init = body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }
      return (await fetch(path, { method, ...init })).status
    },
    { method, path, body: body === undefined ? undefined : JSON.stringify(body) },
  )
}
