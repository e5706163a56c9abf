import type { FormAction } from '#lib/api/form-state.ts'
import type { RevocationSource } from '#lib/data/revocation/list-sources.ts'
import { Time } from '../ui/time.tsx'
import { ActionButton } from './action-button.client.tsx'
import { PlainTable } from './plain-table.tsx'

const kindWords = { crl: 'Revocation list', ocsp: 'Responder', issuer: 'Issuer' } as const

/** What is fetched from a site, and how that goes. */
export function SourcesTable({ sources, retry }: { sources: readonly RevocationSource[]; retry: FormAction }) {
  return (
    <PlainTable
      caption="Sources of revocation evidence and issuers"
      rows={sources}
      columns={[
        {
          header: 'URL',
          className: 'max-w-96',
          cell: ({ url }) => <bdi className="font-mono text-xs [overflow-wrap:anywhere]">{url}</bdi>,
        },
        { header: 'Kind', cell: ({ kind }) => kindWords[kind] },
        { header: 'Last fetched', cell: ({ fetchedAt }) => <Time at={fetchedAt} missing="never" /> },
        { header: 'Counts until', cell: ({ expiresAt }) => <Time at={expiresAt} missing="not stated" /> },
        { header: 'Next', cell: ({ nextFetchAt }) => <Time at={nextFetchAt} /> },
        { header: 'Failure', className: 'max-w-72', cell: (source) => <Failure source={source} /> },
        {
          header: 'Action',
          cell: ({ id }) => <ActionButton action={retry} fields={{ id }} label="Fetch now" />,
        },
      ]}
    />
  )
}

function Failure({ source: { failure, failures } }: { source: RevocationSource }) {
  if (failure === null) return <span className="text-ink-3">none</span>
  return (
    <span className="text-danger [overflow-wrap:anywhere]">
      <bdi>{failure}</bdi>
      {failures > 1 ? `, ${failures} times in a row` : ''}
    </span>
  )
}
