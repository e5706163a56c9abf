import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import type { Features } from '#lib/tls/observation.ts'
import type { Evidence, PlainFeatures } from './evidence.ts'
import type { ResumptionFacts } from './resumption.ts'
import type { TlsVersion } from './versions.ts'

/** Features by what the newest version below TLS 1.3 committed to; `spoken`: newest first. */
export function featureFacts(
  spoken: readonly TlsVersion[],
  evidence: Evidence,
  resumption: ResumptionFacts,
  fallbackScsv: Observed<boolean>,
): Features {
  const plain = spoken.find((version) => version !== 'TLSv1.3')
  const seen = plain && evidence.features.get(plain)
  const unknown: Observed<never> =
    plain === undefined ? skipped('tls13-only') : plain === 'SSLv3' ? skipped('no-extensions') : failed('not-answered')
  const fact = (name: 'extendedMasterSecret' | 'secureRenegotiation' | 'compression'): Observed<boolean> =>
    seen ? observed(seen[name]) : unknown
  return {
    extendedMasterSecret: fact('extendedMasterSecret'),
    encryptThenMac: seen ? blockModeFact(spoken, evidence) : unknown,
    secureRenegotiation: fact('secureRenegotiation'),
    compression: fact('compression'),
    heartbeat: seen ? observed(seen.heartbeat) : heartbeatOfTls13(evidence, unknown),
    fallbackScsv,
    sessionTickets: ticketFact(spoken, seen, resumption.tls13Tickets, unknown),
    resumption: resumption.resumption,
    earlyDataBytes: resumption.earlyDataBytes,
  }
}

/** By the newest version in which a suite in CBC mode was chosen. */
function blockModeFact(spoken: readonly TlsVersion[], { features }: Evidence): Observed<boolean> {
  for (const version of spoken) {
    const known = features.get(version)?.encryptThenMac
    if (known !== null && known !== undefined) return observed(known)
  }
  return skipped('no-cbc-suite')
}

function heartbeatOfTls13({ heartbeatOfTls13: seen }: Evidence, unknown: Observed<never>): Observed<boolean> {
  if (unknown.status === 'skipped' && unknown.reason === 'no-extensions') return unknown
  return seen === null ? failed('not-answered') : observed(seen)
}

function ticketFact(
  spoken: readonly TlsVersion[],
  seen: PlainFeatures | undefined,
  tls13Tickets: boolean | null,
  unknown: Observed<never>,
): Observed<boolean> {
  if (seen?.sessionTicket || tls13Tickets) return observed(true)
  if (spoken.includes('TLSv1.3') && tls13Tickets === null) return failed('handshake-not-finished')
  return seen || tls13Tickets !== null ? observed(false) : unknown
}
