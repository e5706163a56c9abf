import { skipped } from '#lib/core/observed.ts'
import { noFacts } from '#lib/tls/no-facts.ts'
import type { Outcome, TlsFacts } from '#lib/tls/observation.ts'

/** Facts as a row holds them: one of an older shape lacks some. */
export type StoredFacts = Partial<TlsFacts>

/** An outcome as a row holds it. */
export type StoredOutcome = Exclude<Outcome, Refusal> | OlderRefusal

type Refusal = Extract<Outcome, { kind: 'starttls-refused' }>
type OlderRefusal = Pick<Refusal, 'kind' | 'reply'> & Partial<Refusal>

const older = noFacts(skipped('older-scan'))

/** Facts of any version as those of the newest. What older scans did not ask about was skipped. */
export function readFacts(stored: StoredFacts): TlsFacts {
  return { ...older, ...stored }
}

/** Version 1 did not tell how a server refused STARTTLS. */
export function readOutcome(stored: StoredOutcome): Outcome {
  return stored.kind === 'starttls-refused' ? { reason: 'declined', temporary: false, ...stored } : stored
}
