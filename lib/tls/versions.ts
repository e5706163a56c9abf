import type { ProtocolVersion } from './observation.ts'

/** RFC 8446 4.2.1 and its forerunners: wire value to the name that this product uses. */
const names: Readonly<Record<number, ProtocolVersion>> = {
  2: 'SSLv2',
  768: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
}

/** The value that stands for a version on the wire. */
export const wireVersions: Readonly<Record<ProtocolVersion, number>> = {
  SSLv2: 0x0002,
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
}

export function protocolVersion(wire: number): ProtocolVersion | null {
  return names[wire] ?? null
}
