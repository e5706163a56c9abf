import Link from 'next/link'
import { filterToQuery } from '#lib/data/filter.ts'
import type { IdentitySharedUse } from '#lib/data/identities/list-shared-uses.ts'
import { Section } from '../ui/card.tsx'
import { Hash } from '../ui/hash.tsx'
import { Cell, SmallTable } from './small-table.tsx'

const head = [
  { label: 'Endpoint' },
  { label: 'Identity' },
  { label: 'Owner' },
  { label: 'Environment' },
  { label: 'What is shared' },
] as const

/** "Where else is it": other services that could stand in for this one. */
export function IdentitySharedUses({ identityId, uses }: { identityId: string; uses: readonly IdentitySharedUse[] }) {
  return (
    <Section
      id="shared"
      title="Where else the same key or certificate is"
      actions={
        <Link href={`/reuse?${filterToQuery({ identity: [identityId], verdict: ['all'] })}`} className="link text-xs">
          All shared uses
        </Link>
      }
      note="Whoever holds the key can stand in for this identity. Its own endpoints are left out; where there are many, examples are shown."
    >
      {uses.length === 0 ? (
        <p className="text-ink-2">Nowhere else among the endpoints that were reached.</p>
      ) : (
        <SmallTable caption="Other places of the same key" head={head}>
          {uses.map((use) => (
            <tr key={`${use.endpoint.id} ${use.certificateSha256}`} className="hover:bg-hover">
              <Cell className="max-w-72">
                <Name href={`/endpoints/${use.endpoint.id}`} name={use.endpoint.name} />
              </Cell>
              <Cell label="Identity" className="max-w-72">
                {use.identity === null ? (
                  <span className="text-ink-3">bound to none</span>
                ) : (
                  <Name href={`/identities/${use.identity.id}`} name={use.identity.name} />
                )}
              </Cell>
              <Cell label="Owner">{use.identity?.owner ?? <span className="text-ink-3">—</span>}</Cell>
              <Cell label="Environment">{use.environment ?? <span className="text-ink-3">—</span>}</Cell>
              <Cell label="What is shared">
                <span className="inline-flex flex-wrap items-center gap-x-2">
                  <Link href={`/reuse/key-${use.spkiSha256}`} prefetch={false} className="link">
                    {use.sameCertificate ? 'certificate and key' : 'key'}
                  </Link>
                  <Hash value={use.sameCertificate ? use.certificateSha256 : use.spkiSha256} copy={false} />
                </span>
              </Cell>
            </tr>
          ))}
        </SmallTable>
      )}
    </Section>
  )
}

function Name({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} prefetch={false} title={name} className="block truncate hover:text-accent hover:underline">
      <bdi>{name}</bdi>
    </Link>
  )
}
