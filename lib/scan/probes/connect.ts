import type { Attempt, AttemptOptions } from '../attempt.ts'

/** One more connection to the address under observation, after the ones before it have ended. */
export type Connect = (
  how: Pick<AttemptOptions, 'context'> & Partial<Pick<AttemptOptions, 'alpn' | 'askHttp'>>,
) => Promise<Attempt>
