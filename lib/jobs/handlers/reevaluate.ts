import { evaluateDue, markSharersDue } from '#lib/data/evaluation/evaluate-due.ts'
import type { JobHandler } from '../handler.ts'

/** Judges anew what time alone, or a key that turned up elsewhere, may have changed. Scans nothing. */
export const reevaluate: JobHandler = {
  name: 'reevaluate',
  perSite: false,
  async run(_payload, { signal }) {
    while ((await markSharersDue(new Date())) > 0 && !signal.aborted);
    while ((await evaluateDue(new Date())) > 0 && !signal.aborted);
  },
}
