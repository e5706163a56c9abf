import type { Attempt } from '#lib/scan/attempt.ts'
import { fallbackOffers, fullOffer } from '#lib/scan/offers.ts'
import { type PostureResult, probePosture } from '#lib/scan/posture/probe-posture.ts'
import type { Target } from '#lib/tls/observation.ts'
import { knownName } from './scripted-cases.ts'
import type { ScriptedConfig } from './scripted-config.ts'
import { ScriptedServer } from './scripted-server.ts'

export const target: Target = { host: 'service.test', port: 443, serverName: knownName, transport: 'tls' }

export interface ScriptedObservation {
  readonly first: Attempt
  readonly facts: PostureResult['facts']
  readonly server: ScriptedServer
}

/** Scans a scripted server as a real one is scanned: the first handshake with its smaller ones, then the posture. */
export async function observeScripted(
  config: ScriptedConfig,
  depth: 'quick' | 'posture' = 'posture',
): Promise<ScriptedObservation> {
  const server = new ScriptedServer(config, fullOffer(target))
  let first = await server.handshake({ judgement: true })
  for (const offer of fallbackOffers(target)) {
    if (first.flight.hello !== null) break
    server.firstOffer = offer
    const again = await server.handshake({})
    if (again.flight.hello !== null) first = again
  }
  if (first.flight.hello === null) server.firstOffer = fullOffer(target)
  const { facts } = await probePosture(first, server, depth, target)
  return { first, server, facts }
}
