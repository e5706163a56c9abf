import { rungs } from '#lib/checks/contract.ts'
import { chainOf } from './facts-from-observation.ts'
import type { JudgedObservation } from './judge-observation.ts'

export const scanSchema = 'countersign.scan/1'

/**
 * One line of `scan --json`, one per address. Fields are added within a version of the schema, never changed or taken
 * away. Hashes are SHA-256 in lower-case hex, instants ISO 8601 in UTC, durations milliseconds.
 *
 * - `target`: what was dialled. `address`: the IP, null where none was tried. `identity`: what it ought to prove.
 * - `outcome`: how the connection ended; `kind` is `handshake` where one was finished.
 * - `facts`: each `{status: observed, value}`, `{status: failed, reason}` or `{status: skipped, reason}`.
 * - `path`: from the leaf to an anchor of the store, empty where there is none, null where it was not judged.
 * - `certificates`: as sent, leaf first; `der` in base64.
 * - `ladder` and `proven`: pass, fail, not_expected or not_assessed per rung.
 * - `verdicts`: by check id; `severity` where the outcome is fail.
 */
export function scanRecord({ observation, identity, verdicts, ladder }: JudgedObservation) {
  const { target, address, outcome, startedAt, timings, facts, certificates } = observation
  return {
    schema: scanSchema,
    target,
    address,
    identity,
    startedAt: startedAt.toISOString(),
    timings,
    outcome,
    facts,
    path: facts.trust.status === 'observed' ? facts.trust.value.path : null,
    certificates: chainOf(observation).map((certificate) => ({
      ...certificate,
      der: Buffer.from(certificates.get(certificate.sha256) ?? []).toString('base64'),
    })),
    ladder: Object.fromEntries(rungs.map((rung) => [rung, ladder.rungs[rung].status])),
    proven: ladder.proven,
    verdicts: Object.fromEntries(
      verdicts.map(({ checkId, outcome: judged, severity, reason, evidence }) => [
        checkId,
        { outcome: judged, severity, reason, evidence },
      ]),
    ),
  }
}

/** JSON in ASCII alone, on one line: a terminal that shows it obeys nothing that a peer wrote. */
export function jsonLine(value: unknown): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(value).replace(/[\u007f-\uffff]/g, escape)}\n`
}
