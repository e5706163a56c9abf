import { z } from 'zod'

const instant = z.iso.datetime()

const generalName = z.object({
  kind: z.enum(['dns', 'ip', 'uri', 'email', 'directory', 'other']),
  value: z.string(),
})
const oids = z.array(z.string())
const urls = z.array(z.string())
const skipped = z.int().nullable().describe('After how many more certificates it takes effect; null: never')

/** Certificate of lib/x509 as JSON. Loose: a field that is added there is not lost here. */
export const certificateFieldsSchema = z.looseObject({
  sha256: z.string(),
  spkiSha256: z.string(),
  version: z.int(),
  serial: z.string().describe('Hex, sign kept'),
  issuer: z.string(),
  subject: z.string(),
  subjectCommonNames: z.array(z.string()),
  notBefore: instant,
  notAfter: instant,
  publicKey: z.object({
    algorithm: z.string(),
    bits: z.int().nullable(),
    curve: z.string().nullable(),
    exponent: z.string().nullable(),
  }),
  signatureAlgorithm: z.string(),
  signatureHash: z.string().nullable(),
  signatureAlgorithmsAgree: z.boolean(),
  subjectAltNames: z.array(generalName),
  subjectAltNamesCritical: z.boolean(),
  issuerAltNames: z.array(generalName),
  basicConstraints: z.object({ ca: z.boolean(), pathLength: z.number().nullable(), critical: z.boolean() }).nullable(),
  keyUsage: z.object({ bits: z.array(z.string()), critical: z.boolean() }).nullable(),
  extendedKeyUsage: oids.nullable(),
  subjectKeyId: z.string().nullable(),
  authorityKeyId: z.string().nullable(),
  authorityCertificate: z.object({ issuer: z.array(generalName), serial: z.string() }).nullable(),
  ocspUrls: urls,
  caIssuersUrls: urls,
  crlUrls: urls,
  freshestCrlUrls: urls.describe('Of delta CRLs'),
  subjectInfoAccess: z.array(z.object({ method: z.string(), location: generalName })),
  nameConstraints: z
    .object({
      permitted: z.array(generalName).nullable().describe('Null: all that are not excluded'),
      excluded: z.array(generalName),
      critical: z.boolean(),
    })
    .nullable(),
  policies: oids,
  policyMappings: z.array(z.object({ issuer: z.string(), subject: z.string() })),
  policyConstraints: z.object({ requireExplicitPolicy: skipped, inhibitPolicyMapping: skipped }).nullable(),
  inhibitAnyPolicy: skipped,
  tlsFeatures: z.array(z.int()),
  mustStaple: z.boolean(),
  sctCount: z.int(),
  scts: z.array(z.object({ version: z.int(), logId: z.string().nullable(), at: instant.nullable() })),
  ctPoison: z.boolean(),
  unknownCriticalExtensions: oids,
  selfSigned: z.boolean(),
  problems: z.array(z.object({ offset: z.int(), problem: z.string() })),
})
