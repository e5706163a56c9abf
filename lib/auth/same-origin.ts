import { publicUrl } from '#lib/core/public-url.ts'

/**
 * Whether a browser says that one of our own pages sent the request. Without any word of the browser's: no.
 * Browsers send Sec-Fetch-Site to trustworthy origins alone, Origin with every unsafe request.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin'
  const origin = headers.get('origin')
  if (origin === null || !URL.canParse(origin)) return false
  return new URL(origin).host === headers.get('host') || origin === publicUrl()
}
