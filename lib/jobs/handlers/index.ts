import type { JobHandler } from '../handler.ts'
import { discover } from './discover.ts'
import { fetchEvidence } from './fetch-evidence.ts'
import { look } from './look.ts'
import { prune } from './prune.ts'
import { reevaluate } from './reevaluate.ts'
import { report } from './report.ts'
import { scan } from './scan.ts'
import { scanAwaited } from './scan-awaited.ts'
import { schedule } from './schedule.ts'
import { whatIf } from './what-if.ts'

/** Every kind of job. */
export const handlers: readonly JobHandler[] = [
  discover,
  fetchEvidence,
  look,
  prune,
  reevaluate,
  report,
  scanAwaited,
  scan,
  schedule,
  whatIf,
]
