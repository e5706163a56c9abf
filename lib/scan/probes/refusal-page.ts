import type { Target } from '#lib/tls/observation.ts'
import type { ApplicationQuestion } from '../ask.ts'
import { maxHeadBytes, mayBeHttp, pageRequest } from '../http/head.ts'

/** A GET in HTTP/1.1, whose answer holds the words that the one to a HEAD leaves out. */
export function pageQuestion(target: Target): ApplicationQuestion {
  return {
    bytes: (alpn) => (alpn !== 'h2' && mayBeHttp(alpn, target) ? pageRequest(target) : null),
    answered: (received) => received.length >= maxHeadBytes || speaksOfCertificates(received),
  }
}

/**
 * nginx and what is made of it answer 400 where they refuse a client's certificate, and say so on the page; others
 * answer 400 for a name that they don't know, and for much else.
 */
export function speaksOfCertificates(answer: Uint8Array): boolean {
  return /certificate/i.test(Buffer.from(answer.subarray(0, maxHeadBytes)).toString('latin1'))
}
