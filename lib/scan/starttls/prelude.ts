import type { Outcome, Target } from '#lib/tls/observation.ts'
import type { PreludeConnection } from './prelude-connection.ts'

export type Refusal = Extract<Outcome, { kind: 'starttls-refused' }>

/** How a server answered the wish for TLS. `greeting` names the server, as far as the protocol lets it. */
export type PreludeResult =
  | { readonly kind: 'ready'; readonly greeting: string }
  | { readonly kind: 'refused'; readonly greeting: string; readonly refusal: Refusal }

/** One protocol's way from its first byte to the point where TLS begins. */
export interface Prelude {
  /** Equals the file's name and the transport. */
  readonly id: Exclude<Target['transport'], 'tls'>
  /** Where a target names no port. */
  readonly defaultPort: number
  /** Speaks until the server says yes or no. Throws PreludeError where the server doesn't speak the protocol. */
  negotiate(connection: PreludeConnection, target: Target): Promise<PreludeResult>
}

export function ready(greeting = ''): PreludeResult {
  return { kind: 'ready', greeting }
}

/** `reply` must be printable. A refusal is lasting unless the protocol's own code says otherwise. */
export function refused(
  greeting: string,
  reason: Refusal['reason'],
  reply: string,
  temporary: boolean = false,
): PreludeResult {
  return { kind: 'refused', greeting, refusal: { kind: 'starttls-refused', reason, temporary, reply } }
}
