import type { EndpointAddresses } from '#lib/data/endpoints/list-endpoint-addresses.ts'
import { AddressPosture } from './address-posture.tsx'

/** The posture of each address that the name resolves to; with several, the first is open. */
export function EndpointPosture({ addresses, certificates }: Pick<EndpointAddresses, 'addresses' | 'certificates'>) {
  const current = addresses.filter(({ goneAt, latest }) => goneAt === null && latest !== null)
  const [only] = current
  if (only === undefined) return <p className="text-ink-3">Nothing was ever seen here.</p>
  if (current.length === 1) return <AddressPosture address={only} certificates={certificates} />
  return (
    <div className="grid min-w-0 gap-2">
      {current.map((address, index) => (
        <details key={address.id} open={index === 0} className="min-w-0 rounded-lg border p-3">
          <summary className="font-medium font-mono text-xs">{address.ip}</summary>
          <div className="pt-3">
            <AddressPosture address={address} certificates={certificates} />
          </div>
        </details>
      ))}
    </div>
  )
}
