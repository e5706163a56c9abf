import type { Explanation } from './explanation.ts'

/** Every known disagreement between the tools and us. */
export const explained: readonly Explanation[] = []
