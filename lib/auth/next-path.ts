/** Set by proxy.ts on every page request: the path and query that were asked for. */
export const requestPathHeader = 'x-countersign-path'

const base = 'http://countersign.invalid'

/**
 * Where to go after signing in. Only paths of this site pass; whatever a browser could read as another site
 * (`//host`, `/\host`, control characters, a scheme), and the sign-in pages themselves, become `/`.
 */
export function safeNextPath(next: string | null | undefined): string {
  if (!next || !/^\/(?![/\\])[\x21-\x7e]*$/.test(next) || !URL.canParse(next, base)) return '/'
  const url = new URL(next, base)
  if (url.origin !== base || url.pathname.startsWith('//')) return '/'
  if (/^\/(sign-in|setup|api)(\/|$)/.test(url.pathname)) return '/'
  return url.pathname + url.search + url.hash
}
