import { z } from 'zod'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { ParseError } from '#lib/x509/parse-error.ts'
import { readPem } from '#lib/x509/pem.ts'

/** A day (its first instant in UTC) or an instant with a zone, ISO 8601. */
export const effectiveAtField = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], 'a date (2026-01-31) or an instant with a zone')
  .transform((text) => new Date(text))

/** A key by its hash, or by a certificate that carries it: one of the two. */
export const keyFields = {
  spkiSha256: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{64}$/i, '64 hexadecimal digits')
    .transform((hash) => hash.toLowerCase())
    .optional()
    .describe('SHA-256 of the SubjectPublicKeyInfo, in hexadecimal'),
  certificate: z.string().max(200_000).optional().describe('PEM of one certificate that carries the key'),
  subject: z.string().trim().min(1).max(1000).optional().describe('Whose key it is, for people'),
}

export interface NamedKey {
  /** Lower-case hex. */
  readonly spkiSha256: string
  readonly subject: string | null
}

/** The key that the fields name; `at` is the field that is wrong. */
export function readKey(fields: {
  readonly spkiSha256?: string | undefined
  readonly certificate?: string | undefined
  readonly subject?: string | undefined
}): NamedKey | { readonly at: 'spkiSha256' | 'certificate'; readonly problem: string } {
  const { spkiSha256, certificate, subject } = fields
  if ((spkiSha256 === undefined) === (certificate === undefined)) {
    return { at: 'spkiSha256', problem: 'Name the key by its SHA-256 or by a certificate: by one of the two.' }
  }
  if (certificate === undefined) return { spkiSha256: spkiSha256 ?? '', subject: subject ?? null }
  const { certificates, problems } = readPem(certificate)
  const [der] = certificates
  if (der === undefined || certificates.length > 1) {
    return { at: 'certificate', problem: problems[0]?.problem ?? 'exactly one certificate is wanted' }
  }
  try {
    const read = parseCertificate(der)
    return { spkiSha256: read.spkiSha256, subject: subject ?? read.subject }
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    return { at: 'certificate', problem: error.message }
  }
}
