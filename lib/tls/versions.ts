import type { ProtocolVersion } from './observation.ts'

/** The value that stands for a version on the wire. */
export const wireVersions: Readonly<Record<ProtocolVersion, number>> = {
  SSLv2: 0x0002,
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
}

/** RFC 8446 4.2.1 and its forerunners: wire value to the name that this product uses. */
const names: Readonly<Record<number, ProtocolVersion>> = {
  2: 'SSLv2',
  768: 'SSLv3',
  769: 'TLSv1',
  770: 'TLSv1.1',
  771: 'TLSv1.2',
  772: 'TLSv1.3',
}

export interface VersionInfo {
  readonly definedBy: string
  /** What forbids its use, null where nothing does. */
  readonly forbiddenBy: string | null
}

/** Which standard defines a version, and which forbids it. */
export const versionInfo: Readonly<Record<ProtocolVersion, VersionInfo>> = {
  SSLv2: { definedBy: 'draft-hickman-netscape-ssl-00', forbiddenBy: 'RFC 6176' },
  SSLv3: { definedBy: 'RFC 6101', forbiddenBy: 'RFC 7568' },
  TLSv1: { definedBy: 'RFC 2246', forbiddenBy: 'RFC 8996' },
  'TLSv1.1': { definedBy: 'RFC 4346', forbiddenBy: 'RFC 8996' },
  'TLSv1.2': { definedBy: 'RFC 5246', forbiddenBy: null },
  'TLSv1.3': { definedBy: 'RFC 8446', forbiddenBy: null },
}

export function protocolVersion(wire: number): ProtocolVersion | null {
  return names[wire] ?? null
}
