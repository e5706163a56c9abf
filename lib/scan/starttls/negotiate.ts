import type { Outcome, SpokenProtocol, Target, Transport } from '#lib/tls/observation.ts'
import { printable } from '../printable.ts'
import { PreludeConnection } from './prelude-connection.ts'
import { PreludeError } from './prelude-error.ts'
import type { PreludeStream } from './prelude-stream.ts'

export interface NegotiatedPrelude {
  /** Null where TLS may begin. */
  readonly outcome: Outcome | null
  /** Null where the server came to no lasting answer about TLS. */
  readonly starttls: { readonly offered: boolean; readonly greeting: string } | null
}

/**
 * Speaks the prelude of the target's transport over the stream, and leaves it paused where TLS may begin. Ends when the
 * server has answered, broken the protocol or sent 64 KiB, or when the stream ends; never throws for what a peer does.
 */
export async function negotiatePrelude(stream: PreludeStream, target: Target): Promise<NegotiatedPrelude> {
  if (target.transport === 'tls') return { outcome: null, starttls: null }
  const connection = new PreludeConnection(stream)
  try {
    // Most scans meet TLS alone.
    const { preludes } = await import('./index.ts')
    const result = await preludes[target.transport].negotiate(connection, target)
    if (result.kind === 'ready') {
      const starttls = { offered: true, greeting: result.greeting }
      return {
        outcome: connection.release() ? null : plaintextAfterGoAhead(printable(connection.seen(), 60)),
        starttls,
      }
    }
    const { refusal, greeting } = result
    const lasting = !refusal.temporary && refusal.reason !== 'turned-away'
    return { outcome: refusal, starttls: lasting ? { offered: false, greeting } : null }
  } catch (error) {
    if (!(error instanceof PreludeError)) throw error
    return { outcome: error.outcome ?? endOf(connection, stream, target.transport), starttls: null }
  } finally {
    connection.close()
  }
}

/** What stands for `not-tls` where a prelude had come to its go-ahead. `detail` must be printable. */
export function plaintextAfterGoAhead(detail: string): Outcome {
  return { kind: 'plaintext-after-starttls', detail }
}

/** Who waits in vain for a line of one protocol may have been told bytes of another. Those of its own are a part of it. */
function endOf(connection: PreludeConnection, stream: PreludeStream, transport: Transport): Outcome {
  const strange = connection.untouched ? connection.strange().outcome : null
  const own: readonly SpokenProtocol[] = transport === 'xmpp-server' ? ['xmpp'] : [transport]
  const known = strange?.kind === 'other-protocol' && ![...own, 'unknown'].includes(strange.spoken)
  return (known ? strange : stream.failure) ?? { kind: 'closed', during: 'starttls' }
}
