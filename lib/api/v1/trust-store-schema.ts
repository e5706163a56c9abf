import { z } from 'zod'
import { instant } from '../instant.ts'

export const storeIdParams = z.object({ id: z.guid() })

export const storeSchema = z.object({
  id: z.guid(),
  name: z.string(),
  source: z.enum(['runtime', 'system', 'upload', 'spiffe', 'demo']),
  publicRoots: z.boolean(),
  trustDomain: z.string().nullable().describe('The SPIFFE trust domain whose bundle it is'),
  asOf: instant,
  version: z.string(),
  isDefault: z.boolean(),
  anchors: z.int(),
  distrusted: z.int().describe('Keys that are distrusted in it, from a day that may be yet to come'),
  environments: z.int().describe('That name this store'),
  identities: z.int().describe('That name this store'),
  rules: z.int().describe('That name this store'),
  domainIdentities: z.int().describe('Identities of its trust domain'),
})

/** A store's content on the way in. */
export const contentFields = {
  pem: z.string().optional().describe('Certificates in PEM; PKCS#7 blocks are read, too'),
  base64: z.base64().optional().describe('A file as it is, in base64: PEM, DER, PKCS#7, or a SPIFFE bundle'),
  spiffeBundle: z.looseObject({}).optional().describe('A SPIFFE bundle: a JWK set'),
  asOf: z.iso.datetime({ offset: true }).optional().describe('The date of the content; now where absent'),
  version: z.string().min(1).max(200).optional(),
}

export const leftOut = z
  .array(z.object({ at: z.string(), problem: z.string() }))
  .describe('What was no certificate and left out')

export const anchorSchema = z.object({
  sha256: z.string(),
  subject: z.string(),
  notAfter: instant,
  keyAlgorithm: z.string(),
  keyBits: z.int().nullable(),
  signatureAlgorithm: z.string(),
  distrustedAt: instant.nullable().describe('Distrusted by its key from then on'),
})
