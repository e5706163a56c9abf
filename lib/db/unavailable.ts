/** Node's network errors, PostgreSQL's connection classes (08, 57P0x, 53300) and Prisma's P1xxx for the same. */
const codes =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|EHOSTUNREACH|08\w{3}|57P0[1-3]|53300|P100[128]|P1017|P2024)$/

/** Messages that `pg` throws without a code. */
const messages = /timeout exceeded when trying to connect|Connection terminated/

/** True where an error says that the database could not be reached, as against refusing what it was asked. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const seen = new Set<unknown>()
  for (let current = error; current instanceof Error && !seen.has(current); current = current.cause) {
    seen.add(current)
    if ('code' in current && typeof current.code === 'string' && codes.test(current.code)) return true
    if (messages.test(current.message)) return true
    if (current instanceof AggregateError && current.errors.some(isDatabaseUnavailable)) return true
  }
  return false
}
