import { observed } from '#lib/core/observed.ts'
import type { Accepted, ByVersion, Features, Flaws, PostureFacts } from '#lib/tls/observation.ts'

const versionsSpoken: ByVersion<boolean> = {
  SSLv2: observed(false),
  SSLv3: observed(false),
  TLSv1: observed(false),
  'TLSv1.1': observed(false),
  'TLSv1.2': observed(true),
  'TLSv1.3': observed(true),
}

/** What a sound server answers to more connections: TLS 1.2 and 1.3, AEAD alone, a hybrid group first. */
export function posture(change: Partial<PostureFacts> = {}): PostureFacts {
  const x25519 = { name: 'x25519', bits: null }
  const groups = {
    accepted: [{ name: 'X25519MLKEM768', bits: null }, x25519],
    preference: 'server',
    complete: true,
  } as const
  return {
    versions: observed(versionsSpoken),
    suites: observed({
      'TLSv1.3': observed(suites('TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256')),
      'TLSv1.2': observed(suites('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256')),
    }),
    groups: observed({
      'TLSv1.3': observed(groups),
      'TLSv1.2': observed({ accepted: [x25519], preference: 'single', complete: true }),
    }),
    signatureSchemes: observed({
      'TLSv1.3': observed(['ecdsa_secp256r1_sha256']),
      'TLSv1.2': observed(['ecdsa_secp256r1_sha256']),
    }),
    dhParameters: observed([]),
    alpnProtocols: observed(['h2', 'http/1.1']),
    features: observed(features()),
    serverNames: observed({
      without: { outcome: 'alert', detail: 'unrecognized_name', chain: null },
      unknown: { outcome: 'alert', detail: 'unrecognized_name', chain: null },
    }),
    tolerance: observed({ grease: observed(true), longHello: observed(true) }),
    flaws: observed(noFlaws),
    nextProtocols: observed(null),
    clock: observed('not-told'),
    http: observed(null),
    conduct: observed('steady'),
    ...change,
  }
}

/** Of a server that has none of them. */
export const noFlaws: Flaws = {
  heartbleed: observed(false),
  earlyChangeCipherSpec: observed(false),
  ticketbleed: observed(false),
  rsaPaddingOracle: observed(false),
}

/** Suites in the server's own order, all of them known. */
export function suites(...accepted: readonly string[]): Accepted<string> {
  return { accepted, preference: accepted.length > 1 ? 'server' : 'single', complete: true }
}

export function features(change: Partial<Features> = {}): Features {
  return {
    extendedMasterSecret: observed(true),
    encryptThenMac: observed(true),
    secureRenegotiation: observed(true),
    clientRenegotiation: observed(false),
    compression: observed(false),
    heartbeat: observed(false),
    fallbackScsv: observed(true),
    sessionTickets: observed(true),
    resumption: observed(['psk']),
    earlyDataBytes: observed(null),
    ...change,
  }
}
