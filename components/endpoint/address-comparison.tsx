import type { ReactNode } from 'react'
import type { AddressDifferences } from '#lib/data/endpoints/compare-addresses.ts'
import type { EndpointAddress, EndpointAddresses } from '#lib/data/endpoints/list-endpoint-addresses.ts'
import { Badge } from '../ui/badge.tsx'
import { classNames } from '../ui/class-names.ts'
import { PartialNotice } from '../ui/notice.tsx'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import { Time } from '../ui/time.tsx'
import { attemptRows, factRows } from './address-facts.tsx'
import { postureRows } from './posture-rows.tsx'

/** Every address side by side; where one stands apart from the others, that is marked. */
export function AddressComparison({ addresses, certificates, differences, complete }: EndpointAddresses) {
  // Alone there is nothing to compare, and the section on the posture says more.
  const shown = addresses.length === 1 ? factRows : [...factRows, ...postureRows]
  return (
    <div className="grid min-w-0 gap-3">
      <Apart addresses={addresses} differences={differences} />
      {complete ? null : <PartialNotice>Only the first {addresses.length} addresses are shown.</PartialNotice>}
      <ScrollRegion label="Addresses side by side" className="overflow-x-auto rounded-lg border bg-surface">
        <table className="w-full border-separate border-spacing-0 text-left text-sm">
          <thead>
            <tr>
              <Side head>Address</Side>
              {addresses.map((address) => (
                <th
                  key={address.id}
                  scope="col"
                  className="min-w-60 border-b px-3 py-2 align-top font-medium font-mono text-xs"
                >
                  {address.ip}
                  {address.goneAt === null ? null : (
                    <span className="block font-normal font-sans text-ink-3">
                      the name left it <Time at={address.goneAt} />
                    </span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {attemptRows.map(({ title, show }) => (
              <tr key={title}>
                <Side>{title}</Side>
                {addresses.map((address) => (
                  <Cell key={address.id}>{show(address)}</Cell>
                ))}
              </tr>
            ))}
            {shown.map(({ title, compared, show }) => (
              <tr key={title}>
                <Side>{title}</Side>
                {addresses.map(({ id, latest }) => (
                  <Cell key={id} apart={compared !== null && differences.get(id)?.has(compared) === true}>
                    {latest === null ? <span className="text-ink-3">—</span> : show(latest.facts, certificates)}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  )
}

function Apart({ addresses, differences }: { addresses: readonly EndpointAddress[]; differences: AddressDifferences }) {
  const apart = addresses.filter(({ id }) => (differences.get(id)?.size ?? 0) > 0)
  if (apart.length === 0) return null
  return (
    <p className="text-sm">
      <Badge className="mr-1.5 border-medium-mark bg-medium-bg text-medium-fg">Differs</Badge>
      {apart.map(({ ip }) => ip).join(', ')}{' '}
      {apart.length === 1 ? 'answers unlike the other addresses' : 'do not answer alike'}: clients get one or the other
      by chance.
    </p>
  )
}

function Side({ head = false, children }: { head?: boolean; children: ReactNode }) {
  return (
    <th
      scope={head ? 'col' : 'row'}
      className="sticky left-0 w-32 min-w-28 border-b bg-surface px-3 py-2 align-top font-normal text-ink-3 sm:w-40"
    >
      {children}
    </th>
  )
}

function Cell({ apart = false, children }: { apart?: boolean; children: ReactNode }) {
  return (
    <td
      className={classNames(
        'max-w-96 border-b px-3 py-2 align-top [overflow-wrap:anywhere]',
        apart && 'bg-medium-bg/60',
      )}
    >
      {apart ? <Badge className="mb-1 border-medium-mark bg-medium-bg text-medium-fg">Differs</Badge> : null}
      {children}
    </td>
  )
}
