import type { Observed } from '#lib/core/observed.ts'
import type { Flaws } from '#lib/tls/observation.ts'
import type { Provoker } from '../provoke.ts'
import { askEarlyChangeCipherSpec } from './early-change-cipher-spec.ts'
import { askHeartbleed } from './heartbleed.ts'
import { askPaddingOracle } from './padding-oracle.ts'
import type { Posture } from './posture.ts'
import type { Lists } from './version-offer.ts'
import type { TlsVersion } from './versions.ts'

/** What the questions about flaws have in common. */
export interface FlawOptions {
  readonly provoker: Provoker
  readonly serverName: string
  readonly versions: Posture['versions']
  readonly evidence: Posture['evidence']
  readonly enumerationOf: (version: TlsVersion) => {
    readonly suites: Pick<ReturnType<Posture['enumerationOf']>['suites'], 'accepted' | 'complete' | 'failure'>
    readonly probe: { acceptedLists(): Lists }
  }
}

/**
 * Flaws of implementations, each by a question of its own to servers that have what it lives in. `ticketbleed`: as it
 * showed when a session was resumed.
 */
export async function askFlaws(options: FlawOptions, ticketbleed: Observed<boolean>): Promise<Flaws> {
  return {
    heartbleed: await askHeartbleed(options),
    earlyChangeCipherSpec: await askEarlyChangeCipherSpec(options),
    ticketbleed,
    rsaPaddingOracle: await askPaddingOracle(options),
  }
}
