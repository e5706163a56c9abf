import type { Target } from '#lib/tls/observation.ts'
import type { PreludeConnection } from './prelude-connection.ts'

/** How a server answered the wish for TLS. `greeting` names the server, as far as the protocol lets it. */
export type PreludeResult =
  | { readonly kind: 'ready'; readonly greeting: string }
  | { readonly kind: 'refused'; readonly greeting: string; readonly reply: string }

/** One protocol's way from its first byte to the point where TLS begins. */
export interface Prelude {
  /** Equals the file's name and the transport. */
  readonly id: Exclude<Target['transport'], 'tls'>
  /** Where a target names no port. */
  readonly defaultPort: number
  /** Speaks until the server says yes or no. Throws PreludeError where the server doesn't speak the protocol. */
  negotiate(connection: PreludeConnection, target: Target): Promise<PreludeResult>
}

/** The server broke the protocol before TLS began. */
export class PreludeError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PreludeError'
  }
}
