/** What is fuzzed. `run` throws where an input shows a fault. */
export interface FuzzTarget {
  readonly corpus: readonly Uint8Array[]
  run(input: Uint8Array): void
}
