import { pino } from 'pino'
import { withoutPrivateKeys } from './private-key-text.ts'

/** Structured logs on standard error, so that a command's standard output stays its own. No private key gets there. */
export const log = pino(
  {
    level: process.env.COUNTERSIGN_LOG_LEVEL ?? 'info',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    hooks: { streamWrite: (line) => (line.includes('PRIVATE KEY') ? withoutPrivateKeys(line) : line) },
  },
  pino.destination(2),
)
