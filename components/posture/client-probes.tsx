import type { MtlsClient, TlsFacts } from '#lib/tls/observation.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { mtlsMeanings } from '../endpoint/endpoint-words.ts'
import { MtlsBadge } from '../endpoint/mtls-badge.tsx'
import { ObservedFact } from '../endpoint/observed-fact.tsx'
import { Cell, SmallTable } from '../identity/small-table.tsx'

const clients = {
  none: 'No certificate',
  'self-made': 'Self-made, trusted by nobody',
  valid: 'Valid',
  'wrong-purpose': 'Of a wrong purpose',
  unauthorised: 'Of an identity without rights here',
} as const satisfies Record<MtlsClient, string>

const treatments: Readonly<Record<string, string>> = {
  refused: 'Refused',
  'refused-by-http': 'Refused in HTTP',
  'denied-by-http': 'Denied in HTTP, for whatever reason',
  dropped: 'Dropped without a word',
  served: 'Served',
  stood: 'Let in',
  unclear: 'Not clear',
}

/** What the server did to each client that was played, with the evidence. */
export function ClientProbes({ mtls }: { mtls: TlsFacts['mtls'] }) {
  return (
    <ObservedFact fact={mtls}>
      {({ verdict, evidence, probes = [] }) => (
        <div className="grid min-w-0 gap-2">
          <div className="flex flex-wrap items-center gap-2">
            <MtlsBadge verdict={verdict} />
            <span className="text-ink-3 text-xs">{mtlsMeanings[verdict]}</span>
          </div>
          {probes.length === 0 ? (
            <ul className="list-disc pl-4 text-xs [overflow-wrap:anywhere]">
              {evidence.map((line) => (
                <li key={line}>{escapeUnsafe(line)}</li>
              ))}
            </ul>
          ) : (
            <SmallTable
              caption="Clients that were played"
              head={[{ label: 'Client' }, { label: 'Treatment' }, { label: 'Evidence' }]}
            >
              {probes.map(({ client, treatment, detail }) => (
                <tr key={client}>
                  <Cell className="font-medium">{clients[client]}</Cell>
                  <Cell label="Treatment">{treatments[treatment] ?? escapeUnsafe(treatment)}</Cell>
                  <Cell label="Evidence" className="[overflow-wrap:anywhere]">
                    {escapeUnsafe(detail)}
                  </Cell>
                </tr>
              ))}
            </SmallTable>
          )}
        </div>
      )}
    </ObservedFact>
  )
}
