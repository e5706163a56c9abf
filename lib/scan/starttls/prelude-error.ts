import type { Outcome } from '#lib/tls/observation.ts'
import { printable } from '../printable.ts'
import { spokenBy } from './spoken-by.ts'

/** Why a prelude came to no answer. */
export class PreludeError extends Error {
  /** Null where the connection ended under the prelude: its owner knows why. */
  readonly outcome: Outcome | null

  constructor(outcome: Outcome | null) {
    super(outcome === null ? 'the connection ended' : outcome.kind)
    this.name = 'PreludeError'
    this.outcome = outcome
  }
}

/** The server speaks the protocol and breaks it. `detail` must be printable. */
export function protocolError(detail: string): PreludeError {
  return new PreludeError({ kind: 'protocol-error', detail })
}

/** What came first is not the protocol at all. */
export function otherProtocol(said: Uint8Array | string): PreludeError {
  return new PreludeError({ kind: 'other-protocol', spoken: spokenBy(said), detail: printable(said, 60) })
}
