import type { RotationDue } from '#lib/checks/rotation-due.ts'

/** A leaf that is served now, once for each identity; once for each endpoint that is bound to none. */
export interface ServedLeaf {
  readonly certificateId: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly identityId: string | null
  readonly endpointId: string
  readonly endpoints: number
}

/** A leaf with the day on which it is to be rotated. */
export interface DueLeaf extends ServedLeaf, Omit<RotationDue, 'rhythm'> {
  readonly intervalSeconds: number | null
}
