import { Check, CircleHelp, X } from 'lucide-react'
import Link from 'next/link'
import type {
  CertificateTimestamp,
  CertificateTimestamps as Timestamps,
} from '#lib/data/ct-logs/certificate-timestamps.ts'
import { type SctOutcome, unknownOutcomes } from '#lib/x509/transparency/judge-sct.ts'
import { type PlainColumn, PlainTable } from '../settings/plain-table.tsx'
import { Badge } from '../ui/badge.tsx'
import { Hash } from '../ui/hash.tsx'
import { PartialNotice } from '../ui/notice.tsx'
import { Time } from '../ui/time.tsx'
import { sctOutcomeWords, sctSourceWords } from './sct-outcome-words.ts'

type Row = CertificateTimestamp & { readonly id: string }

const columns: readonly PlainColumn<Row>[] = [
  {
    header: 'Log',
    className: '[overflow-wrap:anywhere]',
    cell: ({ log, logId }) => <LogName log={log} logId={logId} />,
  },
  {
    header: 'Operator',
    className: '[overflow-wrap:anywhere]',
    cell: ({ operator }) => (operator === null ? <span className="text-ink-3">not known</span> : <bdi>{operator}</bdi>),
  },
  {
    header: 'Logged',
    cell: ({ at }) => (at === null ? 'no time' : <Time at={new Date(at)} show="both" />),
  },
  { header: 'Came', cell: ({ from }) => sctSourceWords[from] },
  { header: 'Outcome', cell: ({ outcome, current }) => <Outcome outcome={outcome} current={current} /> },
]

/** The SCTs of a certificate: which log saw it when, and what its word is worth. */
export function CertificateTimestamps({ timestamps: { list, scts } }: { timestamps: Timestamps }) {
  if (scts.length === 0)
    return <p className="text-ink-2">It embeds no SCTs, and none came with it where it is served now.</p>
  return (
    <div className="grid gap-3">
      {list === null ? (
        <PartialNotice>
          Logs, operators and signatures are not assessed: no{' '}
          <Link href="/settings/trust/ct-logs" className="link">
            list of CT logs
          </Link>{' '}
          is on record.
        </PartialNotice>
      ) : null}
      <PlainTable
        caption="SCTs"
        columns={columns}
        rows={scts.map((sct, index) => ({ ...sct, id: `${sct.from} ${sct.logId} ${index}` }))}
      />
      {list === null ? null : (
        <p className="text-ink-3 text-xs">
          By the{' '}
          <Link href="/settings/trust/ct-logs" className="link">
            list of CT logs
          </Link>{' '}
          <bdi>{list.version}</bdi> of <Time at={new Date(list.asOf)} show="date" />.
        </p>
      )}
    </div>
  )
}

function LogName({ log, logId }: Pick<CertificateTimestamp, 'log' | 'logId'>) {
  if (log !== null) return <bdi className="font-medium">{log}</bdi>
  return logId === null ? <span className="text-ink-3">not read</span> : <Hash value={logId} length={16} />
}

/** What is not known is dashed, and never looks like what is valid. */
function Outcome({ outcome, current }: { outcome: SctOutcome | null; current: boolean }) {
  if (outcome === null || unknownOutcomes.has(outcome)) {
    return (
      <Badge className="border-dashed border-unknown-mark bg-unknown-bg text-unknown-fg">
        <CircleHelp aria-hidden="true" />
        {outcome === null ? 'Not assessed' : sctOutcomeWords[outcome]}
      </Badge>
    )
  }
  const valid = outcome === 'valid'
  return (
    <Badge className={valid ? 'bg-pass-bg text-pass-fg' : 'border-critical-mark bg-surface text-critical-mark'}>
      {valid ? <Check aria-hidden="true" /> : <X aria-hidden="true" />}
      {valid && !current ? 'Valid, log retired since' : sctOutcomeWords[outcome]}
    </Badge>
  )
}
