import { ConnectingAsker } from '#lib/scan/asker.ts'
import type { Attempt } from '#lib/scan/attempt.ts'
import { ByteBudget } from '#lib/scan/byte-budget.ts'
import { firstHandshake } from '#lib/scan/first-handshake.ts'
import { defaultMaxBytes, defaultTimeouts } from '#lib/scan/limits.ts'
import { SeenCertificates } from '#lib/scan/seen-certificates.ts'
import type { Reach } from '#lib/scan/talk.ts'
import type { Target } from '#lib/tls/observation.ts'
import type { RunningServer } from './tls-server.ts'

export interface LabAsking {
  readonly first: Attempt
  readonly asker: ConnectingAsker
  readonly target: Target
}

/** The first whole handshake with a lab server, and an asker for what follows. */
export async function askLab(
  { address, port }: Pick<RunningServer, 'address' | 'port'>,
  change: Partial<Target> = {},
): Promise<LabAsking> {
  const target: Target = { host: address, port, serverName: 'service.test', transport: 'tls', ...change }
  const reach: Reach = {
    ip: address,
    target,
    timeouts: defaultTimeouts,
    budget: new ByteBudget(defaultMaxBytes),
    signal: undefined,
  }
  const first = await firstHandshake(reach, 'finished')
  const asker = new ConnectingAsker({ reach, first, certificates: new SeenCertificates() })
  return { first: first.attempt, asker, target }
}
