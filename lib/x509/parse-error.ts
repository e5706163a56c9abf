/** The only error that the readers of this folder throw: the bytes are not what was asked for. */
export class ParseError extends Error {
  /** Byte offset in the input at which reading stopped. */
  readonly offset: number

  constructor(offset: number, message: string) {
    // The offset tells more than a stack trace, which costs as much as reading half a certificate.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(message)
    Error.stackTraceLimit = stackTraceLimit
    this.name = 'ParseError'
    this.offset = offset
  }
}
