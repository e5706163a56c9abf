import { z } from 'zod'

const tally = {
  chains: z.int(),
  endpoints: z.int(),
  identities: z.int(),
  certificates: z.int().describe('Distinct leaves'),
}

const verdictSchema = z.object({
  trusted: z.boolean(),
  reason: z.string().nullable().describe('Why there is no path that counts: a stable code'),
  path: z.array(z.string()).describe('SHA-256 of the certificates above the leaf, the anchor last'),
})

const differenceSchema = z.object({
  endpointId: z.guid(),
  endpoint: z.string(),
  identityId: z.guid().nullable(),
  identity: z.string().nullable(),
  environment: z.string().nullable(),
  storeId: z.guid().nullable(),
  store: z.string().nullable(),
  leafSha256: z.string(),
  before: verdictSchema,
  after: verdictSchema,
})

export const countedSchema = z.object({
  ...tally,
  environments: z.array(z.object({ id: z.guid().nullable(), name: z.string().nullable(), ...tally })),
  byIdentity: z
    .array(z.object({ id: z.guid(), name: z.string(), environment: z.string().nullable(), ...tally }))
    .describe('At most 1,000, the most endpoints first'),
  listed: z.array(differenceSchema).describe('The first 1,000 chains'),
})

/** A saved answer. Names are as they were when it was given, so that it reads the same a year later. */
export const answerSchema = z.object({
  judgedAt: z.iso.datetime().describe('The instant that both sides were judged at, but for a date that is supposed'),
  stores: z
    .array(
      z.object({
        id: z.guid(),
        name: z.string(),
        version: z.string(),
        asOf: z.iso.datetime(),
        chains: z.int().describe('Chains that answer to it'),
      }),
    )
    .describe('The stores that counted'),
  chains: z.int(),
  withoutStore: z.int().describe('Chains for which no store counts'),
  unreadable: z.int().describe('Chains whose leaf can’t be read strictly'),
  trustedBefore: z.int(),
  trustedAfter: z.int(),
  broken: countedSchema.describe('Trusted before, and not after'),
  mended: countedSchema.describe('Trusted after, and not before'),
  rerouted: countedSchema.describe('Trusted both times, by another path'),
  kept: countedSchema.describe('Trusted both times, with a path less than before'),
  certificates: z.record(z.string(), z.string()).describe('Names of the certificates that are listed, by SHA-256'),
})

export type WhatIfAnswer = z.output<typeof answerSchema>
export type Counted = z.output<typeof countedSchema>
export type Difference = z.output<typeof differenceSchema>
export type OneVerdict = z.output<typeof verdictSchema>
