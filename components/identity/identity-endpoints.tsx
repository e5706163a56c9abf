import Link from 'next/link'
import type { ReactNode } from 'react'
import type { IdentityPlace, IdentityPlaces } from '#lib/data/identities/list-identity-places.ts'
import { Section } from '../ui/card.tsx'
import { Time } from '../ui/time.tsx'
import { Cell, SmallTable } from './small-table.tsx'

/** "Endpoints and addresses": where the identity ought to be proven, and who said so. `unbind` null: nothing can be changed. */
export function IdentityEndpoints({
  places,
  bind,
  unbind,
}: {
  places: IdentityPlaces
  bind: ReactNode
  unbind: ((place: IdentityPlace) => ReactNode) | null
}) {
  const head = [
    { label: 'Endpoint' },
    { label: 'Addresses' },
    { label: 'Site' },
    { label: 'Bound' },
    { label: 'Last scan', align: 'right' as const },
    ...(unbind === null ? [] : [{ label: 'Action', align: 'right' as const }]),
  ]
  return (
    <Section id="endpoints" title="Endpoints and addresses" actions={bind}>
      {places.rows.length === 0 ? (
        <p className="text-ink-2">No endpoint is bound to this identity. Until one is, nothing can be proven.</p>
      ) : (
        <SmallTable caption="Endpoints" head={head}>
          {places.rows.map((place) => (
            <tr key={place.id} className="hover:bg-hover">
              <Cell className="max-w-80">
                <Link
                  href={`/endpoints/${place.id}`}
                  prefetch={false}
                  title={place.name}
                  className="block truncate font-medium hover:text-accent hover:underline"
                >
                  <bdi>{place.name}</bdi>
                </Link>
              </Cell>
              <Cell label="Addresses" className="max-w-64 [overflow-wrap:anywhere]">
                {place.addresses.length === 0 ? (
                  <span className="text-ink-3">none</span>
                ) : (
                  place.addresses
                    .slice(0, 3)
                    .map(({ ip }) => ip)
                    .join(', ')
                )}
                {place.addressCount > 3 ? ` and ${place.addressCount - 3} more` : ''}
              </Cell>
              <Cell label="Site">{place.site}</Cell>
              <Cell label="Bound">{boundWords(place)}</Cell>
              <Cell label="Last scan" align="right">
                <Time at={place.lastScanAt} missing="never" />
              </Cell>
              {unbind === null ? null : (
                <Cell label="Action" align="right">
                  {unbind(place)}
                </Cell>
              )}
            </tr>
          ))}
        </SmallTable>
      )}
    </Section>
  )
}

function boundWords({ boundBy, rulePattern }: IdentityPlace): ReactNode {
  if (boundBy === 'rule')
    return rulePattern === null ? (
      'by a rule'
    ) : (
      <>
        by the rule <code className="font-mono text-xs">{rulePattern}</code>
      </>
    )
  return boundBy === 'import' ? 'by an import' : 'declared by hand'
}
