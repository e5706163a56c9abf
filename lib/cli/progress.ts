/** Says what a start does, step by step with its time, on standard output. */
export interface Progress {
  /** Runs a step and says how long it took; `done` may add what came of it. Says so too where it fails. */
  step<T>(title: string, work: () => Promise<T>, done?: (result: T) => string): Promise<T>
  say(line: string): void
}

export function makeProgress(write: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Progress {
  return {
    say: write,
    async step(title, work, done) {
      const startedAt = performance.now()
      const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`.padStart(7)
      try {
        const result = await work()
        const outcome = done?.(result)
        write(`${seconds()}  ${title}${outcome ? `: ${outcome}` : ''}`)
        return result
      } catch (error) {
        write(`${seconds()}  ${title}: failed`)
        throw error
      }
    },
  }
}
