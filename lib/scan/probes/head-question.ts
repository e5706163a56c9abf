import type { HttpFact } from '#lib/tls/http-fact.ts'
import type { Target } from '#lib/tls/observation.ts'
import type { ApplicationQuestion } from '../ask.ts'
import type { Attempt } from '../attempt.ts'
import { headRequest, mayBeHttp, readHead } from '../http/head.ts'

/** One HEAD, in whichever HTTP ALPN settles on; asks nothing where ALPN settles on something else. */
export function headQuestion(target: Target): ApplicationQuestion {
  return {
    bytes: (alpn) => (mayBeHttp(alpn, target) ? headRequest(alpn, target) : null),
    answered: (received, alpn) => readHead(alpn, received).kind !== 'incomplete',
  }
}

/** `unasked`: no HEAD was sent. `silent`: nothing came. `cut`: not all of an answer came. `other`: no HTTP, or a refusal. */
export type HeadAnswer =
  | { readonly kind: 'answered'; readonly http: HttpFact }
  | { readonly kind: 'unasked' | 'silent' | 'cut' | 'other' }

/** What an attempt with this question was answered. */
export function headAnswer({ answer, flight }: Pick<Attempt, 'answer' | 'flight'>): HeadAnswer {
  if (answer === null) return { kind: 'unasked' }
  if (answer.length === 0) return { kind: 'silent' }
  const reading = readHead(flight.alpn, answer)
  if (reading.kind === 'answered') return reading
  return { kind: reading.kind === 'incomplete' ? 'cut' : 'other' }
}
