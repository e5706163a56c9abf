import type { CaseAccepted, CaseFacts, CaseFeatures } from './lab-case.ts'

type Own = Pick<CaseFacts, 'versions' | 'suites' | 'groups' | 'certificates'> &
  Partial<Omit<CaseFacts, 'features'>> & { readonly features?: Partial<CaseFeatures> }

/** A server of HTTP that shows its certificates to whoever asks, and resumes by tickets. */
export function stack({ features, ...own }: Own): CaseFacts {
  const shown = { outcome: 'handshake', detail: null, certificates: own.certificates } as const
  const newest = own.versions.includes('TLSv1.3')
  const older = own.versions.some((version) => version !== 'TLSv1.3')
  return {
    dhParameters: [],
    alpnProtocols: [],
    stapled: false,
    serverNames: { without: shown, unknown: shown },
    mtls: 'NOT-REQUESTED',
    http: { status: 200, strictTransportSecurity: null },
    ...own,
    features: {
      extendedMasterSecret: older ? true : null,
      encryptThenMac: null,
      secureRenegotiation: older ? true : null,
      clientRenegotiation: older ? false : null,
      compression: older ? false : null,
      heartbeat: false,
      fallbackScsv: own.versions.length > 1 ? true : null,
      tickets: own.versions,
      resumption: [...(older ? ['ticket' as const] : []), ...(newest ? ['psk' as const] : [])],
      earlyDataBytes: null,
      ...features,
    },
  }
}

/** In the server's own order. */
export const server = (...accepted: readonly string[]): CaseAccepted => ({ accepted, preference: 'server' })
/** By the registry's values. */
export const client = (...accepted: readonly string[]): CaseAccepted => ({ accepted, preference: 'client' })
export const single = (only: string): CaseAccepted => ({ accepted: [only], preference: 'single' })
export const both = <T>(one: T) => ({ 'TLSv1.2': one, 'TLSv1.3': one })

export const modern = ['TLSv1.2', 'TLSv1.3'] as const
