/** Bounds of one observation, all in milliseconds or bytes. */
export interface Timeouts {
  /** One connection, from dialling to its end. */
  readonly overallMs: number
  readonly connectMs: number
  readonly idleMs: number
}

export const defaultTimeouts: Timeouts = { overallMs: 10_000, connectMs: 5_000, idleMs: 5_000 }

export const defaultMaxBytes = 1024 * 1024

/** After a finished TLS 1.3 handshake: how long a server gets at least to say what it thinks of the client (RFC 8446 4.4.2.4). */
export const clientJudgementMs = 150

/** How much longer one gets that has neither objected nor gone on. */
export const lateJudgementMs = 1500

/** How long a server gets at least to answer a HEAD. */
export const httpAnswerMs = 500
