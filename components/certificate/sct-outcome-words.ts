import type { SctOutcome } from '#lib/x509/transparency/judge-sct.ts'

/** What an SCT is worth, in words. */
export const sctOutcomeWords: Readonly<Record<SctOutcome, string>> = {
  valid: 'Valid',
  'unknown-log': 'Unknown log',
  'unknown-state': 'Log of unknown state',
  'unknown-issuer': 'Issuer not on record',
  'unknown-version': 'Unknown version',
  'bad-signature': 'Bad signature',
  malformed: 'Malformed',
  'in-the-future': 'From the future',
  'outside-interval': 'Outside the log’s interval',
  'log-pending': 'Log is pending',
  'log-retired': 'Log was retired before',
  'log-rejected': 'Log is rejected',
}

export const sctSourceWords = {
  certificate: 'in the certificate',
  handshake: 'in the handshake',
  staple: 'in the stapled OCSP response',
} as const
