import { ParseError } from '#lib/x509/parse-error.ts'
import { tryReadChainCertificate } from '#lib/x509/path/anchors.ts'
import { readBundle } from '#lib/x509/read-bundle.ts'
import { type Crl, tryReadCrl } from '#lib/x509/revocation/crl.ts'
import { readOcspResponse } from '#lib/x509/revocation/ocsp-response.ts'
import type { EvidenceKind } from './evidence-kind.ts'

interface Window {
  /** Milliseconds since 1970. */
  readonly nextUpdate: number | null
}

/** A document that could be read. `content` is what is stored of it. */
export type ReadEvidence =
  | ({ readonly kind: 'crl'; readonly content: Buffer; readonly crl: Crl } & Window)
  | ({ readonly kind: 'ocsp'; readonly content: Buffer } & Window)
  | ({ readonly kind: 'issuer'; readonly content: Buffer; readonly ders: readonly Uint8Array[] } & Window)

/** Issuers that are taken from one document. */
const mostIssuers = 16

/** The document, or in words why it is none. Nothing is verified. */
export function readEvidence(kind: EvidenceKind, body: Buffer): ReadEvidence | string {
  switch (kind) {
    case 'crl':
      return readList(body)
    case 'ocsp':
      return readAnswer(body)
    case 'issuer':
      return readIssuers(body)
  }
}

function readList(body: Buffer): ReadEvidence | string {
  const content = derOf(body)
  const crl = tryReadCrl(content)
  if (crl instanceof ParseError) return `no CRL: ${crl.message} (byte ${crl.offset})`
  return { kind: 'crl', content, crl, nextUpdate: crl.nextUpdate }
}

/** RFC 5280 4.2.1.13 wants DER; some CAs serve PEM. */
function derOf(body: Buffer): Buffer {
  if (body[0] === 0x30) return body
  const [, base64] =
    /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]+)-----END X509 CRL-----/.exec(body.toString('latin1')) ?? []
  return base64 === undefined ? body : Buffer.from(base64, 'base64')
}

function readAnswer(body: Buffer): ReadEvidence | string {
  try {
    const read = readOcspResponse(body)
    if ('error' in read) return `the responder answers ${read.error}`
    const due = read.responses.flatMap(({ nextUpdate }) => nextUpdate ?? [])
    return { kind: 'ocsp', content: body, nextUpdate: due.length === 0 ? null : Math.min(...due) }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return `no OCSP response: ${error.message} (byte ${error.offset})`
  }
}

/** RFC 5280 4.2.2.1: one certificate in DER, or a certs-only message; some CAs serve PEM. */
function readIssuers(body: Buffer): ReadEvidence | string {
  const { certificates, problems } = readBundle(body)
  const ders = certificates.filter((der) => !(tryReadChainCertificate(der) instanceof ParseError)).slice(0, mostIssuers)
  const [first] = ders
  if (first === undefined) return `no certificate: ${problems[0]?.problem ?? 'none of them can be read strictly'}`
  const content = ders.length === 1 ? Buffer.from(first) : Buffer.from(ders.map(pemOf).join(''))
  return { kind: 'issuer', content, ders, nextUpdate: null }
}

function pemOf(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}
