import { DerReader } from './der.ts'
import { ParseError } from './parse-error.ts'

/** Reads DER as a validator has to: whatever the tolerant reader would note as a problem is refused with its offset. */
export class StrictDerReader extends DerReader {
  override note(offset: number, problem: string): never {
    throw new ParseError(offset, problem)
  }

  override noteError(_what: string, error: unknown): never {
    throw error
  }

  override attempt<T>(_what: string, read: () => T): T {
    return read()
  }
}
