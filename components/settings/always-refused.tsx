import { Notice } from '../ui/notice.tsx'

/** What the guard of connections (lib/scan/scope.ts) refuses, whatever a scope says. */
export function AlwaysRefused() {
  return (
    <Notice>
      <p>Always refused, whatever a scope allows:</p>
      <ul className="mt-1 list-disc pl-5">
        <li>
          link-local addresses with the metadata services of clouds: 169.254.0.0/16, fe80::/10, fd00:ec2::254,
          168.63.129.16, 100.100.100.200
        </li>
        <li>
          unspecified, multicast, broadcast, discard and reserved ranges: 0.0.0.0/8, 224.0.0.0/4, 240.0.0.0/4, ::,
          ff00::/8
        </li>
        <li>Countersign’s own database</li>
        <li>an IPv6 address that carries such an IPv4 address inside (NAT64, 6to4, Teredo)</li>
      </ul>
      <p className="mt-1">
        A name is resolved once, each of its addresses is judged, and the judged address is the one that is dialled.
      </p>
    </Notice>
  )
}
