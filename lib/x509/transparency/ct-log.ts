/** States of a log in their course (Chrome's CT log lifecycle; Apple's are the same). */
export const logStates = ['pending', 'qualified', 'usable', 'readonly', 'retired', 'rejected'] as const

export type LogState = (typeof logStates)[number]

/** A log as a list names it. Plain JSON; instants are ISO 8601 in UTC. */
export interface CtLog {
  /** SHA-256 of its key, lower-case hex. */
  readonly id: string
  /** DER of the SubjectPublicKeyInfo in base64: ECDSA with P-256, or RSA of 2,048 bits and more (RFC 6962 2.1.4). */
  readonly key: string
  readonly name: string
  readonly operator: string
  /** Who ran it until when, in the list's order. */
  readonly previousOperators: readonly { readonly name: string; readonly until: string }[]
  /** Of submissions. */
  readonly url: string | null
  /** It speaks the Static CT API and not that of RFC 6962; its SCTs are the same. */
  readonly tiled: boolean
  /** Maximum merge delay. */
  readonly mmdSeconds: number | null
  /** Null where the list tells none that is known. */
  readonly state: { readonly kind: LogState; readonly since: string } | null
  /** It takes certificates whose notAfter lies in between; null: any. */
  readonly interval: { readonly from: string; readonly until: string } | null
}

/** The list of logs that counts. */
export interface CtLogList {
  readonly version: string
  /** The date of its content, ISO 8601. */
  readonly asOf: string
  /** By id. */
  readonly logs: ReadonlyMap<string, CtLog>
}

/** Who ran a log at an instant (milliseconds since 1970): its SCTs stay those of the operator who gave them. */
export function operatorAt({ operator, previousOperators }: CtLog, at: number): string {
  const [former] = previousOperators
    .filter(({ until }) => at < Date.parse(until))
    .toSorted((one, other) => Date.parse(one.until) - Date.parse(other.until))
  return former?.name ?? operator
}
