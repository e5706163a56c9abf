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
      return escapeUnsafe(outcome.detail)
    case 'alert':
      return `alert ${outcome.code} ${outcome.name}`
    case 'starttls-refused':
      return escapeUnsafe(outcome.reply)
    case 'too-much-data':
      return `more than ${outcome.limitBytes.toLocaleString('en')} bytes`
  }
}

const phases = { connect: 'connecting', starttls: 'the change over to TLS', handshake: 'the handshake' } as const
