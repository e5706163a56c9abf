import { z } from 'zod'
import { scanDepths } from '../scans/scan-depth.ts'

/** What can be done with many endpoints at once. `bind` to null hands them back to the rules. */
export const endpointAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('scan'), depth: z.enum(scanDepths).optional() }),
  z.strictObject({ action: z.literal('bind'), identityId: z.guid().nullable() }),
  z.strictObject({ action: z.literal('enable') }),
  z.strictObject({ action: z.literal('disable') }),
  z.strictObject({ action: z.literal('remove') }),
])

export type EndpointAction = z.infer<typeof endpointAction>
