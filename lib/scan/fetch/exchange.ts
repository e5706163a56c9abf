import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import { cacheLifetimeMs } from './cache-lifetime.ts'
import type { DocumentUrl } from './document-url.ts'
import type { FetchAnswer, FetchFailure, FetchPhase, FetchUnchanged } from './fetch-outcome.ts'

/** One request to one address that was judged, and what came of it. */
export interface Exchange {
  readonly target: DocumentUrl
  readonly address: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent by POST; null: GET. */
  readonly body: Uint8Array | null
  readonly maxBytes: number
  readonly connectMs: number
  /** Longest silence. */
  readonly idleMs: number
  /** Ends it at once, as a timeout of the phase that it is in. */
  readonly deadline: AbortSignal
}

export interface Redirect {
  readonly kind: 'redirect'
  readonly status: number
  readonly location: string
}

export type ExchangeOutcome = FetchAnswer | FetchUnchanged | FetchFailure | Redirect

/** Interim responses (1xx) that are borne. */
const mostInterim = 8
const maxHeaderBytes = 16 * 1024
const redirects = new Set([301, 302, 303, 307, 308])

/** Dials the address itself, so that nothing is resolved again. Never rejects, and leaves no socket behind. */
export function exchange(one: Exchange): Promise<ExchangeOutcome> {
  return new Promise((resolve) => {
    let phase: FetchPhase = 'connect'
    let interim = 0
    const request = send(one)
    const timer = setTimeout(() => end({ kind: 'timeout', during: phase }), one.connectMs)
    const late = () => end({ kind: 'timeout', during: phase })
    const end = (outcome: ExchangeOutcome) => {
      clearTimeout(timer)
      one.deadline.removeEventListener('abort', late)
      resolve(outcome)
      request.destroy()
    }
    one.deadline.addEventListener('abort', late, { once: true })
    request.on('socket', (socket) => {
      socket.once(one.target.url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
        clearTimeout(timer)
        phase = 'headers'
      })
    })
    request.setTimeout(one.idleMs, () => end({ kind: 'timeout', during: phase }))
    request.on('information', () => {
      interim += 1
      if (interim > mostInterim) end({ kind: 'not-an-answer', detail: 'interim responses without end' })
    })
    request.on('upgrade', () => end({ kind: 'not-an-answer', detail: 'it changes to another protocol' }))
    request.on('error', (error) => end(failureOf(error)))
    request.on('close', () => end({ kind: 'closed' }))
    request.on('response', (response) => {
      phase = 'body'
      const early = judgeHead(response, one)
      if (early !== null) return end(early)
      readBody(response, one.maxBytes, end)
    })
    request.end(one.body ?? undefined)
    if (one.deadline.aborted) late()
  })
}

function send({ target: { url, host, port }, address, headers, body }: Exchange): ClientRequest {
  const options = {
    host: address,
    port,
    path: `${url.pathname}${url.search}`,
    method: body === null ? 'GET' : 'POST',
    setHost: false,
    // What is fetched is never unpacked, so that a small answer can't become a large one.
    headers: {
      host: url.host,
      'accept-encoding': 'identity',
      connection: 'close',
      ...headers,
      ...(body && { 'content-length': String(body.length) }),
    },
    // A connection of its own: kept ones could reach an address that was judged for another name.
    agent: false,
    maxHeaderSize: maxHeaderBytes,
  } as const
  if (url.protocol === 'http:') return http.request(options)
  // Evidence carries its own signature, and is as public as over plain HTTP: whose certificate the server shows changes
  // nothing, and a CA whose own certificate is at stake could not vouch for itself.
  return https.request({ ...options, servername: isIP(host) === 0 ? host : '', rejectUnauthorized: false })
}

/** What the head alone decides; null where the body is to be read. */
function judgeHead(response: IncomingMessage, { maxBytes, headers: sent }: Exchange): ExchangeOutcome | null {
  const { statusCode: status = 0, headers } = response
  if (status === 304 && 'if-none-match' in sent) return { kind: 'not-modified', freshForMs: cacheLifetimeMs(headers) }
  if (redirects.has(status) && headers.location !== undefined)
    return { kind: 'redirect', status, location: headers.location }
  if (status !== 200) return { kind: 'http-status', status }
  const encoding = headers['content-encoding'] ?? 'identity'
  if (encoding.trim().toLowerCase() !== 'identity')
    return { kind: 'not-an-answer', detail: 'a content encoding that was not asked for' }
  return Number(headers['content-length'] ?? 0) > maxBytes ? { kind: 'too-large', limitBytes: maxBytes } : null
}

function readBody(response: IncomingMessage, maxBytes: number, end: (outcome: ExchangeOutcome) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  response.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size > maxBytes) end({ kind: 'too-large', limitBytes: maxBytes })
    else chunks.push(chunk)
  })
  response.on('error', (error) => end(failureOf(error)))
  response.on('end', () => {
    if (!response.complete) return end({ kind: 'closed' })
    if (size === 0) return end({ kind: 'not-an-answer', detail: 'an empty body' })
    const freshForMs = cacheLifetimeMs(response.headers)
    end({ kind: 'answer', body: Buffer.concat(chunks), etag: etagOf(response), freshForMs })
  })
}

function etagOf({ headers: { etag } }: IncomingMessage): string | null {
  return etag !== undefined && /^[\x21-\x7e]{1,256}$/.test(etag) ? etag : null
}

function failureOf(error: Error): FetchFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'ECONNREFUSED') return { kind: 'refused' }
  if (code === 'ECONNRESET') return { kind: 'reset' }
  if (code === 'ETIMEDOUT') return { kind: 'timeout', during: 'connect' }
  if (code.startsWith('HPE_')) return { kind: 'not-an-answer', detail: `no HTTP response (${code})` }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || code === 'EPROTO')
    return { kind: 'not-an-answer', detail: 'the TLS handshake failed' }
  return { kind: 'unreachable', code: code === '' ? error.name : code }
}
