import { publicUrl } from '#lib/core/public-url.ts'
import { readCapped } from '#lib/core/read-capped.ts'
import { auth } from './auth.ts'
import { isSameOrigin } from './same-origin.ts'

/** What better-auth may be asked over HTTP; the rest of it, made for other products, stays shut. */
const openPaths: ReadonlySet<string> = new Set(['/sign-in/email', '/sign-out'])

const longestBody = 10_000

/** Headers of the caller that better-auth looks at. */
const passed = ['cookie', 'user-agent', 'x-forwarded-for']

/**
 * Asks better-auth's own handler, so that its rate limit and hooks take part. The caller has made sure that one of
 * our pages asks: under whatever name the product was reached, better-auth is told its public one.
 */
export async function askAuth(path: string, body: unknown, headers: Headers): Promise<Response> {
  const told = new Headers({ 'content-type': 'application/json', origin: publicUrl() })
  for (const name of passed) {
    const value = headers.get(name)
    if (value !== null) told.set(name, value)
  }
  const request = new Request(`${publicUrl()}/api/auth${path}`, {
    method: 'POST',
    headers: told,
    body: JSON.stringify(body),
  })
  return auth().handler(request)
}

/** The route handler of /api/auth: signing in and out, from our own pages. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '')
  if (!openPaths.has(path)) return refuse(404, 'There is no such thing')
  if (!isSameOrigin(request.headers)) return refuse(403, 'Taken from this site’s own pages only')
  const text = await readCapped(request, longestBody)
  if (text === null) return refuse(413, 'Too long')
  return askAuth(path, parse(text), request.headers)
}

/** What is no JSON is passed on as an empty body: better-auth says which fields it misses. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function refuse(status: number, message: string): Response {
  return Response.json({ message }, { status, headers: { 'cache-control': 'no-store' } })
}
