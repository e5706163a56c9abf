import { type NextRequest, NextResponse } from 'next/server'
import { requestPathHeader } from '#lib/auth/next-path.ts'

/**
 * Gives every page its Content-Security-Policy with a nonce of its own, which Next puts on its scripts, and tells the
 * page which path was asked for. No page is guarded here: requirePrincipal() does that where the data are read.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce)
  const headers = new Headers(request.headers)
  headers.set('content-security-policy', policy)
  headers.set('x-nonce', nonce)
  headers.set(requestPathHeader, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  if (process.env.COUNTERSIGN_URL?.startsWith('https:')) {
    response.headers.set('strict-transport-security', 'max-age=31536000')
  }
  return response
}

// Route handlers and built files need none of it.
export const config = { matcher: '/((?!api/|_next/static/|_next/image).*)' }

function contentSecurityPolicy(nonce: string): string {
  // React's development build evaluates code to rebuild stacks.
  const evaluation = process.env.NODE_ENV === 'development' ? " 'unsafe-eval'" : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'${evaluation}`,
    // Charts, tables and dialogs place things by style attributes, which take no nonce.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
