import type { Outcome } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'

/** The particulars of an outcome: an alert's number, when a timeout struck. Null where the kind says all. */
export function outcomeDetail(outcome: Outcome): string | null {
  switch (outcome.kind) {
    case 'handshake':
    case 'refused':
      return null
    case 'dns-failure':
    case 'unreachable':
      return outcome.code
    case 'blocked-by-scope':
      return `rule: ${outcome.rule}`
    case 'timeout':
    case 'reset':
    case 'closed':
      return `during ${phases[outcome.during]}`
    case 'not-tls':
    case 'protocol-error':
    case 'plaintext-after-starttls':
      return escapeUnsafe(outcome.detail)
    case 'alert':
      return `alert ${outcome.code} ${outcome.name}`
    case 'starttls-refused':
      return `${refusals[outcome.reason]}${outcome.temporary ? ', for now' : ''}: ${escapeUnsafe(outcome.reply)}`
    case 'other-protocol':
      return `${outcome.spoken === 'unknown' ? 'of no known kind' : outcome.spoken}: ${escapeUnsafe(outcome.detail)}`
    case 'too-much-data':
      return `more than ${outcome.limitBytes.toLocaleString('en')} bytes`
  }
}

const phases = { connect: 'connecting', starttls: 'the change over to TLS', handshake: 'the handshake' } as const

const refusals = {
  'not-offered': 'TLS is not offered',
  declined: 'TLS was declined',
  'turned-away': 'turned away before TLS',
} as const
