import type { HttpFact } from '#lib/tls/http-fact.ts'

/** `declined`: HTTP, but a refusal to answer (HTTP/2's GOAWAY and RST_STREAM). */
export type HeadReading =
  | { readonly kind: 'answered'; readonly http: HttpFact }
  | { readonly kind: 'incomplete' | 'not-http' | 'declined' }
