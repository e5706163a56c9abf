import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import type { Features } from '#lib/tls/observation.ts'
import type { Evidence, PlainFeatures } from './evidence.ts'
import type { ResumptionFacts } from './resumption.ts'
import type { TlsVersion, Versions } from './versions.ts'

export interface FeatureEvidence {
  readonly versions: Pick<Versions, 'spoken' | 'newestPlain' | 'lacks' | 'speaks'>
  readonly evidence: Evidence
  readonly resumption: ResumptionFacts
  readonly fallbackScsv: Observed<boolean>
  /** Null: all suites below TLS 1.3 are known; else why they are not. */
  readonly suitesUnknown: Observed<never> | null
}

/** Features by what the newest version below TLS 1.3 committed to. */
export function featureFacts(of: FeatureEvidence): Features {
  const { versions, evidence, resumption, fallbackScsv, suitesUnknown } = of
  const plain = versions.newestPlain
  const seen = plain ? evidence.features.get(plain) : undefined
  const unknown: Observed<never> = plain === null ? skipped('tls13-only') : failed('not-answered')
  const extension = <T>(fact: (of: PlainFeatures) => Observed<T>): Observed<T> =>
    plain === 'SSLv3' ? skipped('no-extensions') : seen ? fact(seen) : unknown
  const sessionTickets = ticketFact(versions, seen, resumption.tls13Tickets)
  return {
    extendedMasterSecret: extension(({ extendedMasterSecret }) => observed(extendedMasterSecret)),
    encryptThenMac: extension(() => blockModeFact(versions.spoken, evidence, suitesUnknown)),
    secureRenegotiation: extension(({ secureRenegotiation }) => observed(secureRenegotiation)),
    compression: seen ? observed(seen.compression) : unknown,
    heartbeat: seen ? observed(seen.heartbeat) : plain === null ? heartbeatOfTls13(evidence) : unknown,
    fallbackScsv,
    sessionTickets,
    resumption: resumption.resumption,
    earlyDataBytes: resumption.earlyDataBytes,
    ticketLifetimeSeconds: resumption.ticketLife?.fact(sessionTickets) ?? skipped('depth-quick'),
  }
}

/** By the newest version in which a suite in CBC mode was chosen. */
function blockModeFact(
  spoken: readonly TlsVersion[],
  { features }: Evidence,
  suitesUnknown: Observed<never> | null,
): Observed<boolean> {
  for (const version of spoken) {
    const known = features.get(version)?.encryptThenMac
    if (known !== null && known !== undefined) return observed(known)
  }
  return suitesUnknown ?? skipped('no-cbc-suite')
}

function heartbeatOfTls13({ heartbeatOfTls13: seen }: Evidence): Observed<boolean> {
  return seen === null ? failed('not-answered') : observed(seen)
}

function ticketFact(
  versions: FeatureEvidence['versions'],
  seen: PlainFeatures | undefined,
  tls13Tickets: boolean | null,
): Observed<boolean> {
  if (seen?.sessionTicket || tls13Tickets) return observed(true)
  if (versions.speaks('TLSv1.3') && tls13Tickets === null) return failed('handshake-not-finished')
  const newer = tls13Tickets !== null || versions.lacks('TLSv1.3')
  return newer && (seen || versions.newestPlain === null) ? observed(false) : failed('not-answered')
}
