import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Target } from '#lib/tls/observation.ts'
import { UsageError } from './usage-error.ts'

const longestLine = 1000

/**
 * Targets from a file or standard input (`-`), one `HOST[:PORT]` per line, `#` begins a comment; read as they are
 * needed. A line that can't be used is told to `onProblem` and passed over. Throws UsageError for a file that can't
 * be read.
 */
export async function* readTargets(
  path: string,
  toTarget: (text: string) => Target,
  onProblem: (problem: string) => void,
): AsyncGenerator<Target> {
  const input = path === '-' ? process.stdin : createReadStream(path)
  // readline passes a stream's error by; it has to reach the reader of the lines.
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => {})
  input.on('error', (error: Error) => broken.reject(new UsageError(`--targets ${path}: ${error.message}`)))
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })[Symbol.asyncIterator]()
  for (let number = 1; ; number += 1) {
    const next = await Promise.race([lines.next(), broken.promise])
    if (next.done === true) break
    const text = next.value
      .replace(/^\ufeff/, '')
      .replace(/(^|\s)#.*$/, '')
      .trim()
    if (text === '') continue
    try {
      if (text.length > longestLine) throw new UsageError(`longer than ${longestLine} characters`)
      yield toTarget(text)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      onProblem(`${path === '-' ? 'standard input' : path} line ${number}: ${error.message}`)
    }
  }
}
