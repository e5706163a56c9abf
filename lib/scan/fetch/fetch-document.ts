import { productVersion } from '#lib/core/product-version.ts'
import { abortError } from '../abort-error.ts'
import { type Resolution, type Resolve, resolveBySystem, resolveHost } from '../resolve.ts'
import { checkAddress, type Scope } from '../scope.ts'
import { type DocumentUrl, readDocumentUrl } from './document-url.ts'
import { type ExchangeOutcome, exchange } from './exchange.ts'
import type { FetchFailure, FetchOutcome } from './fetch-outcome.ts'

export interface DocumentRequest {
  /** As a certificate names it: attacker-controlled. */
  readonly url: string
  /** Most bytes of the body. */
  readonly maxBytes: number
  /** Media types that are asked for. */
  readonly accept: string
  /** Sent by POST with its media type. */
  readonly post?: { readonly body: Uint8Array; readonly type: string }
  /** The entity tag of what is on record. */
  readonly etag?: string
}

export interface FetchLimits {
  /** Everything together, redirects included. */
  readonly overallMs: number
  /** Of one address, the TLS handshake included. */
  readonly connectMs: number
  /** Longest silence. */
  readonly idleMs: number
}

export const fetchLimits: FetchLimits = { overallMs: 60_000, connectMs: 5_000, idleMs: 10_000 }

export interface FetchOptions {
  readonly scope: Scope
  readonly limits?: FetchLimits
  readonly resolve?: Resolve
  readonly signal?: AbortSignal
}

const mostRedirects = 3
/** Addresses of one host that are tried, where the first can't be connected. */
const mostAddresses = 3
const userAgent = `Countersign/${productVersion} (revocation evidence; automated)`

/**
 * Fetches a document that a certificate points at. Every host, redirects included, is resolved once, all of its
 * addresses are judged by the scope, and what is dialled is an address that passed. No cookies, no credentials, nothing
 * is unpacked. Rejects with AbortError alone, where the signal aborts; everything else is an outcome.
 */
export async function fetchDocument(request: DocumentRequest, options: FetchOptions): Promise<FetchOutcome> {
  const { limits = fetchLimits, signal } = options
  const late = AbortSignal.timeout(limits.overallMs)
  const deadline = signal ? AbortSignal.any([signal, late]) : late
  const stop = () => {
    if (signal?.aborted) throw abortError(signal)
  }
  stop()
  const seen = new Set<string>()
  let text = request.url
  let base: URL | undefined
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const target = readDocumentUrl(text, base)
    if (typeof target === 'string') return { kind: 'bad-url', detail: target }
    if (seen.has(target.url.href)) return { kind: 'redirect-loop', detail: 'it leads back to where it came from' }
    seen.add(target.url.href)
    const outcome = await ask(target, request, { ...options, limits, deadline })
    stop()
    if (outcome.kind !== 'redirect') return outcome
    // RFC 9110 15.4.4: 303 leads to a page about the answer, which is none.
    if (request.post && outcome.status === 303) return { kind: 'http-status', status: 303 }
    text = outcome.location
    base = target.url
  }
  return { kind: 'redirect-loop', detail: `more than ${mostRedirects} redirects` }
}

interface AskOptions extends FetchOptions {
  readonly limits: FetchLimits
  readonly deadline: AbortSignal
}

async function ask(target: DocumentUrl, request: DocumentRequest, options: AskOptions): Promise<ExchangeOutcome> {
  const { scope, limits, deadline } = options
  const resolution = await resolveInTime(target.host, options)
  if (resolution === null) return { kind: 'timeout', during: 'resolve' }
  if (resolution.kind === 'dns-failure') return resolution
  const open: string[] = []
  let blocked: FetchFailure | null = null
  for (const address of resolution.addresses) {
    const decision = checkAddress(scope, target.host, address, target.port)
    if (decision.allowed) open.push(address)
    else blocked ??= { kind: 'blocked-by-scope', rule: decision.rule }
  }
  let outcome: ExchangeOutcome = blocked ?? { kind: 'dns-failure', code: 'ENODATA' }
  for (const address of open.slice(0, mostAddresses)) {
    outcome = await exchange({
      target,
      address,
      headers: headersOf(request),
      body: request.post?.body ?? null,
      maxBytes: request.maxBytes,
      connectMs: limits.connectMs,
      idleMs: limits.idleMs,
      deadline,
    })
    if (!isUnconnected(outcome) || deadline.aborted) return outcome
  }
  return outcome
}

function headersOf({ accept, post, etag }: DocumentRequest): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept,
    ...(post && { 'content-type': post.type }),
    ...(etag !== undefined && { 'if-none-match': etag }),
  }
}

/** Another address of the same host may do better. */
function isUnconnected(outcome: ExchangeOutcome): boolean {
  if (outcome.kind === 'timeout') return outcome.during === 'connect'
  return outcome.kind === 'refused' || outcome.kind === 'unreachable'
}

async function resolveInTime(host: string, { scope, resolve, deadline }: AskOptions): Promise<Resolution | null> {
  const { promise: over, resolve: end } = Promise.withResolvers<null>()
  const late = () => end(null)
  deadline.addEventListener('abort', late, { once: true })
  if (deadline.aborted) late()
  try {
    return await Promise.race([resolveHost(host, scope.staticHosts, resolve ?? resolveBySystem), over])
  } finally {
    deadline.removeEventListener('abort', late)
  }
}
