import type { MtlsVerdict } from '#lib/tls/observation.ts'
import type { Treatment } from './client-treatment.ts'

/** What a server did to each client that was played under one version of TLS; null: not played. */
export interface Treatments {
  readonly none: Treatment
  readonly selfMade: Treatment | null
  /** Self-made under the name of an authority that the server accepts. */
  readonly impersonating: Treatment | null
  readonly valid: Treatment | null
  readonly wrongPurpose: Treatment | null
}

/** How the server treats its clients, by what it did to each. `dropped` has to have been seen twice. */
export function verdictOf(seen: Treatments): MtlsVerdict {
  const { none, selfMade, impersonating, wrongPurpose } = weigh(seen)
  const untrusted = [selfMade, impersonating, wrongPurpose]
  if (untrusted.some((treatment) => treatment !== null && wasTaken(treatment, none))) return 'ACCEPTS-UNTRUSTED'
  if (none === 'served' || none === 'stood') return 'REQUESTED-ONLY'
  return isRefusal(none) && isRefusal(selfMade) ? 'ENFORCED' : 'UNKNOWN'
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
function weigh(seen: Treatments): Treatments {
  const all = [seen.none, seen.selfMade, seen.impersonating, seen.valid, seen.wrongPurpose]
  const isShown = (...kinds: readonly Treatment[]) => all.some((treatment) => treatment && kinds.includes(treatment))
  const control = seen.valid === 'unclear' ? null : seen.valid
  const controlTaken = control === 'served' || control === 'stood'
  const dropCounts = control === null ? isShown('served', 'stood', 'refused', 'refused-by-http') : controlTaken
  const denialCounts = control === null ? isShown('served') : control === 'served'
  const httpCounts = control === null || control === 'served' || control === 'refused'
  const weighed = (treatment: Treatment): Treatment => {
    if (treatment === 'dropped') return dropCounts ? 'refused' : 'unclear'
    if (treatment === 'denied-by-http') return denialCounts ? 'refused-by-http' : 'unclear'
    return treatment === 'refused-by-http' && !httpCounts ? 'unclear' : treatment
  }
  const orNull = (treatment: Treatment | null) => treatment && weighed(treatment)
  return {
    none: weighed(seen.none),
    selfMade: orNull(seen.selfMade),
    impersonating: orNull(seen.impersonating),
    valid: seen.valid,
    wrongPurpose: orNull(seen.wrongPurpose),
  }
}

function isRefusal(treatment: Treatment | null): boolean {
  return treatment === 'refused' || treatment === 'refused-by-http'
}

/** A session that merely stands shows something only where the client without a certificate was not judged in HTTP. */
function wasTaken(treatment: Treatment, none: Treatment): boolean {
  return treatment === 'served' || (treatment === 'stood' && (none === 'stood' || none === 'refused'))
}
