/** How a fetch ended. Whatever a server or the network does is one of these, and none of it is thrown. */
export type FetchOutcome = FetchAnswer | FetchUnchanged | FetchFailure

export interface FetchAnswer {
  readonly kind: 'answer'
  readonly body: Buffer
  /** As sent, where it is short enough to be kept. */
  readonly etag: string | null
  /** For how long a cache may keep it (RFC 9111 4.2); null where nothing was said. */
  readonly freshForMs: number | null
}

/** The server's word that it is what was fetched before (304). */
export interface FetchUnchanged {
  readonly kind: 'not-modified'
  readonly freshForMs: number | null
}

export type FetchFailure =
  /** No URL that is fetched from anybody: `detail` says why. */
  | { readonly kind: 'bad-url'; readonly detail: string }
  | { readonly kind: 'blocked-by-scope'; readonly rule: string }
  | { readonly kind: 'dns-failure'; readonly code: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable'; readonly code: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'timeout'; readonly during: FetchPhase }
  | { readonly kind: 'too-large'; readonly limitBytes: number }
  | { readonly kind: 'http-status'; readonly status: number }
  | { readonly kind: 'redirect-loop'; readonly detail: string }
  /** Something answered that is no usable HTTP response. */
  | { readonly kind: 'not-an-answer'; readonly detail: string }

export type FetchPhase = 'resolve' | 'connect' | 'headers' | 'body'

/** In words for people, and short: `timeout during body`. */
export function describeFailure(failure: FetchFailure): string {
  switch (failure.kind) {
    case 'bad-url':
    case 'redirect-loop':
    case 'not-an-answer':
      return `${failure.kind}: ${failure.detail}`
    case 'blocked-by-scope':
      return `${failure.kind}: ${failure.rule}`
    case 'dns-failure':
    case 'unreachable':
      return `${failure.kind} ${failure.code}`
    case 'timeout':
      return `timeout during ${failure.during}`
    case 'too-large':
      return `too-large: more than ${failure.limitBytes} bytes`
    case 'http-status':
      return `http-status ${failure.status}`
    default:
      return failure.kind
  }
}
