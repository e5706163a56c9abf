import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import type { ProtocolVersion, TlsFacts } from '#lib/tls/observation.ts'
import type { Attempt } from '../attempt.ts'
import { contextForVersion } from '../client-contexts.ts'
import type { Connect } from './connect.ts'

const probed = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const

/** RFC 8446 6.2: what a server says that has no version, or for an old client no parameters, in common. */
const refusingAlerts = new Set([40, 70])

/**
 * Which versions can be negotiated: one hello for each that `first` did not already settle.
 * Only the server's own word counts against a version: a timeout, a reset or a close leaves it open.
 */
export async function probeVersions(first: Attempt, connect: Connect): Promise<TlsFacts['versions']> {
  if (first.flight.hello === null) return skipped('no-server-hello')
  const seen = first.flight.hello.version
  const versions: Partial<Record<ProtocolVersion, Observed<boolean>>> = { SSLv3: skipped('not-in-the-runtime') }
  for (const version of probed) {
    versions[version] =
      version === seen ? observed(true) : judge(version, await connect({ context: contextForVersion(version) }))
  }
  return observed(versions)
}

function judge(version: ProtocolVersion, { flight, outcome }: Attempt): Observed<boolean> {
  if (flight.hello) return observed(flight.hello.version === version)
  if (outcome.kind === 'alert')
    return refusingAlerts.has(outcome.code) ? observed(false) : failed('alert', outcome.name)
  return failed(outcome.kind)
}
