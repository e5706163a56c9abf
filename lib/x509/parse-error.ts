/** The only error that the readers of this folder throw: the bytes are not what was asked for. */
export class ParseError extends Error {
  /** Byte offset in the input at which reading stopped. */
  readonly offset: number

  constructor(offset: number, message: string) {
    super(message)
    this.name = 'ParseError'
    this.offset = offset
  }
}
