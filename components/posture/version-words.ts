import type { ProtocolVersion } from '#lib/tls/observation.ts'

export const versionWords = {
  SSLv2: 'SSL 2.0',
  SSLv3: 'SSL 3.0',
  TLSv1: 'TLS 1.0',
  'TLSv1.1': 'TLS 1.1',
  'TLSv1.2': 'TLS 1.2',
  'TLSv1.3': 'TLS 1.3',
} as const satisfies Record<ProtocolVersion, string>

/** Newest first. */
export const versionOrder = [
  'TLSv1.3',
  'TLSv1.2',
  'TLSv1.1',
  'TLSv1',
  'SSLv3',
  'SSLv2',
] as const satisfies readonly ProtocolVersion[]

export const preferenceWords = {
  server: "in the server's own order",
  client: 'the client chooses',
  single: 'only one',
  unknown: 'whose order decides is not known',
} as const
