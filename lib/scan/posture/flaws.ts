import type { Observed } from '#lib/core/observed.ts'
import type { Flaws } from '#lib/tls/observation.ts'
import type { Provoker } from '../provoke.ts'
import { askEarlyChangeCipherSpec } from './early-change-cipher-spec.ts'
import type { Elimination } from './elimination.ts'
import type { Evidence } from './evidence.ts'
import { askHeartbleed } from './heartbleed.ts'
import type { ListProbe } from './list-probe.ts'
import { askPaddingOracle } from './padding-oracle.ts'
import type { TlsVersion, Versions } from './versions.ts'

/** What the questions about flaws have in common. */
export interface FlawOptions {
  readonly provoker: Provoker
  readonly serverName: string
  readonly versions: Pick<Versions, 'spoken' | 'newestPlain'>
  readonly evidence: Pick<Evidence, 'features' | 'heartbeatOfTls13'>
  readonly enumerationOf: (version: TlsVersion) => {
    readonly suites: Pick<Elimination<number>, 'accepted' | 'complete' | 'failure'>
    readonly probe: Pick<ListProbe, 'acceptedLists'>
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
