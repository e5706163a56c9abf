/**
 * Runs code that throws and catches as a matter of course. Node's functions for keys find out what they were given in
 * that way, and with traces of the stack this costs more than what they do. What leaves `run` has no trace.
 */
export function withoutTraces<T>(run: () => T): T {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return run()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
