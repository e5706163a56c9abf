import type { RevocationJudgement } from '#lib/x509/revocation/judgement.ts'
import type { Judged } from './suite.ts'

export function judgedRevocation(judgement: RevocationJudgement): Judged {
  if (judgement.status === 'GOOD') return { actual: 'GOOD', reason: '' }
  if (judgement.status === 'REVOKED') return { actual: 'REVOKED', reason: judgement.reason ?? '' }
  return { actual: 'UNKNOWN', reason: `${judgement.reason}: ${judgement.detail}` }
}

export function derFromBase64(base64: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
