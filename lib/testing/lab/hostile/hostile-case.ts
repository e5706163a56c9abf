import type { OutcomeKind, Transport } from '#lib/tls/observation.ts'
import type { LabServer } from '../tls-server.ts'

/** A server that does what no server should. */
export interface HostileCase {
  readonly name: string
  readonly transport: Transport
  start(): Promise<LabServer>
  /** How one observation may end; several where the standard leaves more than one right way. */
  readonly outcomes: readonly OutcomeKind[]
  /** False: the server's proof that it holds its key must fail. Null: it does not come to one, or it is good. */
  readonly proof: false | null
}

/** How a server ends, or does not end, a connection. */
export type Ending = 'reset' | 'close' | 'fatal-alert' | 'silence' | 'drip'

export function hostile(
  name: string,
  start: () => Promise<LabServer>,
  outcomes: readonly OutcomeKind[],
  proof: false | null = null,
): HostileCase {
  return { name, transport: 'tls', start, outcomes, proof }
}
