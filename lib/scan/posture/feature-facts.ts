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
  const unknown: Observed<never> = plain === undefined ? skipped('tls13-only') : failed('not-answered')
  const extension = <T>(fact: (of: PlainFeatures) => Observed<T>): Observed<T> =>
    plain === 'SSLv3' ? skipped('no-extensions') : seen ? fact(seen) : unknown
  return {
    extendedMasterSecret: extension(({ extendedMasterSecret }) => observed(extendedMasterSecret)),
    encryptThenMac: extension(() => blockModeFact(spoken, evidence)),
    secureRenegotiation: extension(({ secureRenegotiation }) => observed(secureRenegotiation)),
    compression: seen ? observed(seen.compression) : unknown,
    heartbeat: seen ? observed(seen.heartbeat) : heartbeatOfTls13(evidence),
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

function heartbeatOfTls13({ heartbeatOfTls13: seen }: Evidence): Observed<boolean> {
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
