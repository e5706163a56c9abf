import { z } from 'zod'

/** A site's scope and limits, as they can be changed. */
export const siteChangeSchema = z.strictObject({
  allow: z.array(z.string().trim().min(1).max(253)).max(10_000).optional(),
  deny: z.array(z.string().trim().min(1).max(253)).max(10_000).optional(),
  allowPublic: z.boolean().optional(),
  maxRunTargets: z.int().min(1).max(16_777_216).optional(),
  staticHosts: z
    .record(
      // Names are looked up in lower case.
      z.string().min(1).max(253).toLowerCase(),
      z
        .array(z.union([z.ipv4(), z.ipv6()]))
        .min(1)
        .max(64),
    )
    .optional(),
})

export type SiteChange = z.infer<typeof siteChangeSchema>

export interface SiteRecord {
  readonly id: string
  readonly name: string
  readonly allow: readonly string[]
  readonly deny: readonly string[]
  readonly allowPublic: boolean
  /** Largest number of addresses that one discovery run may cover. */
  readonly maxRunTargets: number
  readonly staticHosts: Readonly<Record<string, readonly string[]>>
}

export const siteColumns = `id, name, allow, deny, allow_public AS "allowPublic", max_run_targets AS "maxRunTargets", static_hosts AS "staticHosts"`
