import type { ProtocolVersion } from './observation.ts'

/** RFC 8446 4.2.1 and its forerunners: wire value to the name that this product uses. */
const names: Readonly<Record<number, ProtocolVersion>> = {
  768: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
}

export function protocolVersion(wire: number): ProtocolVersion | null {
  return names[wire] ?? null
}
