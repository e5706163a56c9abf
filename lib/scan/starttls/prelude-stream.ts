import type { Outcome } from '#lib/tls/observation.ts'

/** As much of a net.Socket or a Duplex as a prelude needs. Errors are the business of who owns the stream. */
export interface PreludeStream {
  readonly destroyed: boolean
  /** Bytes that were received and not yet read, once the stream is paused. */
  readonly readableLength: number
  /** How the connection came to its end, where its owner knows that. */
  readonly failure?: Outcome | null
  write(data: string | Uint8Array): unknown
  pause(): unknown
  /** The bytes may be a view that is valid during the call. */
  on(event: 'data', listener: (chunk: Buffer) => void): unknown
  on(event: 'end' | 'close', listener: () => void): unknown
  removeListener(event: 'data', listener: (chunk: Buffer) => void): unknown
  removeListener(event: 'end' | 'close', listener: () => void): unknown
}
