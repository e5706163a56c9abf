import { sha256, toHex } from '#lib/core/ids.ts'
import { observed } from '#lib/core/observed.ts'
import { noFacts } from '#lib/tls/no-facts.ts'
import type { Observation, Outcome, Target, TlsFacts } from '#lib/tls/observation.ts'
import { tls } from './facts.ts'

export interface SightingOptions {
  readonly at: Date
  readonly address?: string | null
  /** DER of the certificates as sent, leaf first. */
  readonly chain?: readonly Uint8Array[]
  readonly facts?: Partial<TlsFacts>
  readonly outcome?: Outcome
}

export const target: Target = {
  host: 'payments.example.com',
  port: 443,
  serverName: 'payments.example.com',
  transport: 'tls',
}

/** An observation of a finished handshake that presented `chain`. */
export function handshakeAt(options: SightingOptions): Observation {
  const chain = options.chain ?? []
  const certificates = new Map(chain.map((der) => [toHex(sha256(der)), der]))
  return {
    target,
    address: options.address === undefined ? '192.0.2.10' : options.address,
    outcome: options.outcome ?? { kind: 'handshake' },
    facts: { ...tls(), chain: observed([...certificates.keys()]), ...options.facts },
    certificates,
    startedAt: options.at,
    timings: { connectMs: 1, handshakeMs: 2, totalMs: 3 },
    connections: 1,
  }
}

/** An observation of an attempt that ended before anything was seen. */
export function failureAt(outcome: Outcome, options: SightingOptions): Observation {
  const facts = noFacts({ status: 'skipped', reason: outcome.kind })
  return { ...handshakeAt({ ...options, chain: [] }), outcome, facts: { ...facts, ...options.facts } }
}
