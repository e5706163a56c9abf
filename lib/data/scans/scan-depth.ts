import type { Depth } from '#lib/tls/observation.ts'

/** What may be asked of a scan. A quick look is none: its partial lists would stand in the place of whole ones. */
export const scanDepths = ['inventory', 'posture', 'mtls'] as const satisfies readonly Depth[]

export type ScanDepth = (typeof scanDepths)[number]
