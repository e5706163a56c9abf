import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import { tls12Suite } from '#lib/tls/tls12-suites.ts'
import { wireVersions } from '#lib/tls/versions.ts'
import type { Attempt } from '../attempt.ts'
import type { ResumptionOptions } from './resumption.ts'
import { whyUnfinished } from './unfinished.ts'

/**
 * Whether the server begins a new handshake within the session where the client asks for one (RFC 9325 3.5), by its
 * ServerHello or its refusal; TLS 1.3 has none (RFC 8446 4.1.2), and SSL 3.0 nothing that would bind it (RFC 5746).
 */
export async function askRenegotiation(options: ResumptionOptions): Promise<Observed<boolean>> {
  const { sessions, plain } = options
  if (plain === undefined) return failed('not-answered')
  if (plain === null) return skipped('tls13-only')
  if (plain.version === 'SSLv3') return skipped('no-extensions')
  const made = plain.version === 'TLSv1.2' ? sessions.tls12Ticket : null
  const asked = made?.renegotiates === undefined ? await askOnce(options, plain) : made
  if (asked.renegotiates !== null) return observed(asked.renegotiates)
  if (!dropped(asked)) return failed(whyUnfinished(asked) ?? 'no-answer')
  // A connection may break by chance: a server that drops the session over the question does so again.
  const again = await askOnce(options, plain)
  if (again.renegotiates !== null) return observed(again.renegotiates)
  return dropped(again) ? observed(false) : failed(whyUnfinished(again) ?? 'no-answer')
}

function dropped({ outcome, aftermath }: Attempt): boolean {
  return outcome.kind === 'handshake' && (aftermath?.kind === 'closed' || aftermath?.kind === 'reset')
}

function askOnce(
  { asker, usual }: ResumptionOptions,
  { version, enumeration }: NonNullable<ResumptionOptions['plain']>,
): Promise<Attempt> {
  const { suites, groups, schemes } = enumeration.probe.acceptedLists()
  return asker.handshake({
    offer: {
      ...usual.offer,
      suites: suites.filter((suite) => tls12Suite(suite) !== null),
      groups,
      signatureSchemes: schemes,
      renegotiationInfo: true,
      legacyVersion: wireVersions[version],
      versions: [],
    },
    ...(usual.without ? { without: usual.without } : {}),
    until: 'finished',
    unproven: true,
    renegotiate: true,
  })
}
