/** One number that a benchmark gives. */
export interface Measurement {
  readonly what: string
  readonly value: number
  /** Such as `handshakes per CPU second`, `rows/s`, `ms (p95)`. */
  readonly unit: string
}

/** Default export of a module in lib/testing/bench: measures, cleans up behind itself, and gives its numbers. */
export type Benchmark = () => Promise<readonly Measurement[]>
