import { ParseError } from '../parse-error.ts'
import type { ChainCertificate } from '../path/chain-certificate.ts'
import { identifier } from './certificate-id.ts'
import { type Objection, type RevocationJudgement, unknown } from './judgement.ts'
import { type Responder, responderOf } from './ocsp-responder.ts'
import { type OcspResponse, readOcspResponse, type SingleResponse } from './ocsp-response.ts'
import { type RevocationRules, windowFault } from './rules.ts'

export interface OcspQuestion {
  readonly certificate: ChainCertificate
  /** Its issuer in a path that was found valid. */
  readonly issuer: ChainCertificate
  /** DER of the OCSPResponse, fetched or stapled. */
  readonly response: Uint8Array
  /** The one of the request, if it had one: a response with another is refused, one without is not (RFC 9654 2.1). */
  readonly nonce?: Uint8Array
  /** Milliseconds since 1970. */
  readonly at: number
  readonly rules: RevocationRules
}

/** Whether a certificate is revoked, by an OCSP response (RFC 6960 3.2 and 4.2). Never throws. */
export function judgeOcsp(question: OcspQuestion): RevocationJudgement {
  const { certificate, issuer, at, rules } = question
  const response = tryRead(question.response)
  if ('reason' in response) return unknown(response)
  const fault = responseFault(response, question)
  if (fault) return unknown(fault)
  const isMeant = identifier(certificate, issuer)
  const matching = response.responses.filter(({ id }) => isMeant(id))
  if (matching.length === 0)
    return unknown({ reason: 'no-matching-response', detail: 'the response is for other certificates' })
  const responder = responderOf(response, issuer, at, rules)
  if ('reason' in responder) return unknown(responder)
  const faults = matching.map((single) => windowFault(single, at, rules))
  const [first] = faults
  const counting = matching.filter((_, index) => faults[index] === null)
  return counting.length === 0 && first ? unknown(first) : weigh(counting, responder)
}

function tryRead(der: Uint8Array): OcspResponse | Objection {
  try {
    const read = readOcspResponse(der)
    return 'error' in read ? { reason: 'responder-error', detail: `the responder answers ${read.error}` } : read
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return { reason: 'malformed', detail: `at ${error.offset}: ${error.message}` }
  }
}

function responseFault(response: OcspResponse, { certificate, nonce, at, rules }: OcspQuestion): Objection | null {
  const { producedAt, unknownCritical } = response
  if (unknownCritical.length > 0) return { reason: 'unknown-critical-extension', detail: unknownCritical.join(', ') }
  if (nonce && response.nonce && Buffer.compare(nonce, response.nonce) !== 0)
    return { reason: 'nonce-mismatch', detail: 'the response answers another request' }
  if (at + rules.skewMs < producedAt)
    return { reason: 'not-yet-valid', detail: `it was made at ${new Date(producedAt).toISOString()}` }
  // RFC 6960 4.4.4: responders need not know certificates after their expiry.
  if (producedAt < certificate.notBefore || producedAt >= certificate.notAfter + 1000)
    return { reason: 'certificate-not-in-date', detail: 'the response was made when the certificate was not in date' }
  return null
}

/** Of several answers for one certificate the worst counts. */
function weigh(counting: readonly SingleResponse[], { kind, noCheck }: Responder): RevocationJudgement {
  const notes =
    kind === 'delegated' && !noCheck ? ['the status of the delegated responder itself was not looked at'] : []
  const critical = counting.flatMap(({ unknownCritical }) => unknownCritical)
  if (critical.length > 0) return unknown({ reason: 'unknown-critical-extension', detail: critical.join(', ') })
  for (const { status, thisUpdate, nextUpdate } of counting) {
    if (status.kind === 'revoked') {
      const { revokedAt, reason } = status
      return { status: 'REVOKED', revokedAt, reason, invalidAt: null, thisUpdate, nextUpdate, notes }
    }
  }
  if (counting.some(({ status }) => status.kind === 'unknown'))
    return unknown({ reason: 'status-unknown', detail: 'the responder does not know the certificate' })
  const due = counting.flatMap(({ nextUpdate }) => nextUpdate ?? [])
  return {
    status: 'GOOD',
    thisUpdate: Math.max(...counting.map(({ thisUpdate }) => thisUpdate)),
    nextUpdate: due.length === 0 ? null : Math.min(...due),
    notes,
  }
}
