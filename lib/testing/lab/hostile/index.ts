import { endingCases } from './endings.ts'
import { floodCases } from './floods.ts'
import type { HostileCase } from './hostile-case.ts'
import { malformedCases } from './malformed.ts'
import { retryCases } from './retries.ts'

export { startOld, startSsl2, startSsl2AndTls12 } from './exotic.ts'
export { exoticCases } from './exotic-cases.ts'
export type { HostileCase } from './hostile-case.ts'
export { startIntolerant, startRateLimited, startUnequal } from './moody.ts'

/** Every server of which one connection is enough to see that it is hostile. */
export const hostileCases: readonly HostileCase[] = [...endingCases, ...floodCases, ...malformedCases, ...retryCases]
