import type { HttpFact } from '#lib/tls/observation.ts'

/** `declined`: HTTP, but a refusal to answer (HTTP/2's GOAWAY and RST_STREAM). */
export type HeadReading =
  | { readonly kind: 'answered'; readonly http: HttpFact }
  | { readonly kind: 'incomplete' | 'not-http' | 'declined' }

/** One HEAD, and how to read what comes. Pure; `read` throws nothing and takes all that came so far. */
export interface HeadExchange {
  readonly request: Uint8Array
  read(received: Uint8Array): HeadReading
}
