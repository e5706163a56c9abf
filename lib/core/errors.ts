/** Every refusal that the product can give, with its HTTP status and title (RFC 9457 `title`). */
export const refusals = {
  'invalid-input': { status: 400, title: 'The input is not valid' },
  unauthenticated: { status: 401, title: 'Sign in or send a token' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'not-found': { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'This conflicts with what is there' },
  'too-large': { status: 413, title: 'This is over the limit' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'A part that this needs is not available' },
} as const

export type RefusalCode = keyof typeof refusals

/** One thing that is wrong with the input: where (a path such as `hosts.3` or `line 4`) and what. */
export interface InputProblem {
  readonly at: string
  readonly problem: string
}

/** A refusal: expected, told to the caller. `message` is public; a private cause goes into `options.cause`. */
export class AppError extends Error {
  readonly code: RefusalCode
  readonly problems: readonly InputProblem[]

  constructor(
    code: RefusalCode,
    message: string,
    options: { problems?: readonly InputProblem[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.problems = options.problems ?? []
  }

  get status(): number {
    return refusals[this.code].status
  }
}
