import { failed, type Observed, observed, skipped } from '#lib/core/observed.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import type { InventoryFacts, PostureFacts, Target } from '#lib/tls/observation.ts'
import type { Asker } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { sentServerName } from '../sent-server-name.ts'
import { Posture } from './posture.ts'
import { askQuickly } from './quick.ts'

export type PostureResult = PostureFacts & Pick<InventoryFacts, 'otherChains'>

/**
 * What more connections tell of an address that answered `first`. Nothing is called unsupported but by the server's own
 * word; what was not learned is `failed` with its reason, and what was learned before the server began to refuse stays.
 * `http` is not asked here. Rejects with AbortError alone.
 */
export async function probePosture(
  first: Attempt,
  asker: Asker,
  depth: 'quick' | 'posture',
  target: Target,
): Promise<PostureResult> {
  const { outcome, flight } = first
  if (flight.hello === null && outcome.kind !== 'alert') return unreached(failed(outcome.kind))
  const posture = new Posture({ first, asker, serverName: sentServerName(target) })
  const facts = depth === 'quick' ? await askQuickly(posture) : await posture.askAll()
  return { ...facts, http: skipped('not-asked'), conduct: observed(asker.beganToRefuse ? 'began-to-refuse' : 'steady') }
}

function unreached(why: Observed<never>): PostureResult {
  return { ...noPosture(why), otherChains: why }
}
