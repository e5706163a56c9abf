import type { MtlsVerdict } from '#lib/tls/observation.ts'
import { type ClientRole, isRefusal, type Treatment } from './client-treatment.ts'

/** What a server did to each client under one version of TLS; null: not played. */
export type Treatments = Readonly<Record<Exclude<ClientRole, 'unauthorised'>, Treatment | null>>

/**
 * How the server treats its clients, by what it did to each; `dropped` has to have been seen twice. What it does to a
 * certificate that its own authority issued, fit or unfit, says nothing of who else gets in: the valid one is the
 * control, the unfit one a finding of its own.
 */
export function verdictOf(seen: Treatments): MtlsVerdict {
  const { none, selfMade, impersonating } = weigh(seen)
  if (wasTaken(selfMade, none) || wasTaken(impersonating, none)) return 'ACCEPTS-UNTRUSTED'
  // What became of it was not seen: it may have been taken like any other.
  if (!isRefusal(selfMade)) return 'UNKNOWN'
  if (none === 'served' || none === 'stood') return 'REQUESTED-ONLY'
  return isRefusal(none) ? 'ENFORCED' : 'UNKNOWN'
}

/** From the weakest: of two versions of TLS a client chooses the one that suits it. */
const weakestFirst: readonly MtlsVerdict[] = [
  'ACCEPTS-UNTRUSTED',
  'NOT-REQUESTED',
  'REQUESTED-ONLY',
  'UNKNOWN',
  'ENFORCED',
]

export function weakestOf(verdicts: readonly MtlsVerdict[]): MtlsVerdict {
  return weakestFirst.find((verdict) => verdicts.includes(verdict)) ?? 'UNKNOWN'
}

/**
 * Evidence that may be about something else than the certificate counts where another client shows that it is not: a
 * drop where somebody is taken or is refused by name, 401 and 403 where somebody is served. A client that ought to be
 * taken, and is not, shows the contrary: what befell it is no refusal of the others.
 */
function weigh(seen: Treatments): Pick<Treatments, 'none' | 'selfMade' | 'impersonating'> {
  const all = Object.values(seen)
  const isShown = (...kinds: readonly Treatment[]) => all.some((treatment) => treatment && kinds.includes(treatment))
  const control = seen.valid === 'unclear' ? null : seen.valid
  const controlTaken = control === 'served' || control === 'stood'
  const dropCounts = control === null ? isShown('served', 'stood', 'refused', 'refused-by-http') : controlTaken
  const denialCounts = control === null ? isShown('served') : control === 'served'
  const httpCounts = control === null || control === 'served' || control === 'refused'
  const weighed = (treatment: Treatment | null): Treatment | null => {
    if (treatment === 'dropped') return dropCounts ? 'refused' : 'unclear'
    if (treatment === 'denied-by-http') return denialCounts ? 'refused-by-http' : 'unclear'
    return treatment === 'refused-by-http' && !httpCounts ? 'unclear' : treatment
  }
  const { none, selfMade, impersonating } = seen
  return { none: weighed(none), selfMade: weighed(selfMade), impersonating: weighed(impersonating) }
}

/** A session that merely stands shows something only where the client without a certificate was not judged in HTTP. */
function wasTaken(treatment: Treatment | null, none: Treatment | null): boolean {
  return treatment === 'served' || (treatment === 'stood' && (none === 'stood' || none === 'refused'))
}
