import type { Transport } from '#lib/tls/observation.ts'

/** A place where a service may answer, as a source found it. What the source does not say is left out. */
export interface Candidate {
  /** A lower-case name in A-label form, or an address. */
  readonly host: string
  readonly port: number
  readonly serverName?: string
  readonly transport?: Transport
  /** The identity that it ought to prove: a DNS name or a SPIFFE ID. */
  readonly identity?: string
  readonly environment?: string
  readonly owner?: string
  readonly criticality?: 'low' | 'medium' | 'high' | 'critical'
  readonly tags?: readonly string[]
}
