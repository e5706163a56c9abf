import { rungs } from '#lib/checks/contract.ts'
import type { ReportLadder } from '#lib/compliance/report-snapshot.ts'
import { RungCell, type RungState, rungQuestions, rungStateWords } from '../../ui/ladder-strip.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'

const order = ['pass', 'fail', 'not-assessed', 'not-expected'] as const satisfies readonly RungState[]

/** How the identities stood on each rung. */
export function FrozenLadder({ ladder }: { ladder: ReportLadder }) {
  return (
    <div className="grid gap-2">
      <ScrollRegion label="Assurance ladder" className="overflow-x-auto rounded-lg border bg-surface">
        <table className="w-full text-left">
          <caption className="sr-only">Identities by rung</caption>
          <thead className="bg-sunken text-ink-2 text-xs">
            <tr>
              <th scope="col" className="px-3 py-2 font-medium">
                Rung
              </th>
              {order.map((state) => (
                <th key={state} scope="col" className="whitespace-nowrap px-3 py-2 text-right font-medium">
                  <span className="inline-flex items-center gap-1.5">
                    <RungCell state={state} />
                    {rungStateWords[state]}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rungs.map((rung) => (
              <tr key={rung} className="border-t">
                <th scope="row" className="px-3 py-2 text-left font-normal">
                  <span className="font-medium capitalize">{rung}</span>
                  <span className="hidden text-ink-3 text-xs sm:block">{rungQuestions[rung]}</span>
                </th>
                {order.map((state) => (
                  <td
                    key={state}
                    className={`nums px-3 text-right ${ladder.rungs[rung][state] === 0 ? 'text-ink-3' : ''}`}
                  >
                    {ladder.rungs[rung][state].toLocaleString('en')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      <p className="text-ink-2 text-sm">
        {ladder.proven.toLocaleString('en')} of {ladder.identities.toLocaleString('en')} identities were proven: every
        rung passed or was not expected.
      </p>
    </div>
  )
}
