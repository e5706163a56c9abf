/** What is fetched from URLs in certificates: revocation lists, answers on one certificate, and issuers. */
export const evidenceKinds = ['crl', 'ocsp', 'issuer'] as const

export type EvidenceKind = (typeof evidenceKinds)[number]

interface Fetching {
  readonly maxBytes: number
  readonly accept: string
  /** Media type of the question, where one is sent. */
  readonly question: string | null
}

/** RFC 5280 4.2.1.13 and 4.2.2.1, RFC 6960 A.1. */
export const fetching: Readonly<Record<EvidenceKind, Fetching>> = {
  crl: { maxBytes: 32 * 1024 * 1024, accept: 'application/pkix-crl, */*;q=0.5', question: null },
  ocsp: {
    maxBytes: 64 * 1024,
    accept: 'application/ocsp-response',
    question: 'application/ocsp-request',
  },
  issuer: {
    maxBytes: 256 * 1024,
    accept: 'application/pkix-cert, application/pkcs7-mime, */*;q=0.5',
    question: null,
  },
}

/** URLs of each kind that are taken from one certificate: whoever makes one may put in thousands. */
export const mostUrls = 8

/** CA/B BR 1.6.1: so short a life needs no revocation, and nobody is asked about it one by one. */
export const shortLifeDays = 7
