import type { Candidate } from './candidate.ts'

/** A way to find candidates. `candidates` throws AppError before the first where the input can't be used at all. */
export interface DiscoverySource<Input> {
  /** Equals the file's name; stored with what it found. */
  readonly id: string
  readonly title: string
  candidates(input: Input): AsyncIterable<Candidate>
}
