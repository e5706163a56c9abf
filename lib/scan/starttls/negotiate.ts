import type { Outcome, Target } from '#lib/tls/observation.ts'
import type { Wire } from '../wire.ts'
import { preludes } from './index.ts'
import { PreludeError } from './prelude.ts'
import { PreludeConnection, PreludeEnded } from './prelude-connection.ts'

export interface NegotiatedPrelude {
  /** Null where TLS may begin. */
  readonly outcome: Outcome | null
  /** Null where the server never came to an answer. */
  readonly starttls: { readonly offered: boolean; readonly greeting: string } | null
}

/** Speaks the prelude of the target's transport over the wire. */
export async function negotiatePrelude(wire: Wire, target: Target): Promise<NegotiatedPrelude> {
  if (target.transport === 'tls') return { outcome: null, starttls: null }
  const connection = new PreludeConnection(wire)
  try {
    const result = await preludes[target.transport].negotiate(connection, target)
    const starttls = { offered: result.kind === 'ready', greeting: result.greeting }
    if (result.kind === 'refused') return { outcome: { kind: 'starttls-refused', reply: result.reply }, starttls }
    connection.release()
    return { outcome: null, starttls }
  } catch (error) {
    if (error instanceof PreludeError)
      return { outcome: { kind: 'protocol-error', detail: error.message }, starttls: null }
    if (!(error instanceof PreludeEnded)) throw error
    return { outcome: wire.failure ?? { kind: 'closed', during: 'starttls' }, starttls: null }
  }
}
