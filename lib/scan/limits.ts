/** Bounds of one observation, all in milliseconds or bytes. */
export interface Timeouts {
  /** One connection, from dialling to its end; the first handshake with all that is tried in its place. */
  readonly overallMs: number
  readonly connectMs: number
  readonly idleMs: number
}

export const defaultTimeouts: Timeouts = { overallMs: 10_000, connectMs: 5_000, idleMs: 5_000 }

/** The silence before a prelude's greeting that is borne, where the whole connection may take so long. */
export const greetingMs = 8_000

/** What the rest of a connection gets after that silence: whoever allows more time for the whole, allows the greeting more. */
export const afterGreetingMs = 2_000

/** Taken from one address, over all connections to it. */
export const defaultMaxBytes = 1024 * 1024

/** All connections to one address together; what is not asked by then stays unknown. */
export const addressBudgetMs = 120_000

/** After a finished TLS 1.3 handshake: how long a server gets at least to say what it thinks of the client (RFC 8446 4.4.2.4). */
export const clientJudgementMs = 150

/** How much longer one gets that has neither objected nor gone on. */
export const lateJudgementMs = 1500

/** How long a server gets at least to answer a HEAD. */
export const httpAnswerMs = 500
