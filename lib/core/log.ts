import { pino } from 'pino'

/** Structured logs on standard error, so that a command's standard output stays its own. */
export const log = pino(
  { level: process.env.COUNTERSIGN_LOG_LEVEL ?? 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination(2),
)
