import type { Observed } from '#lib/core/observed.ts'
import type { InventoryFacts, PostureFacts, TlsFacts } from './observation.ts'

/** Facts of which none was learned, each for the same reason. */
export function noFacts(why: Observed<never>): TlsFacts {
  return { ...noInventory(why), ...noPosture(why), mtls: why }
}

export function noPosture(why: Observed<never>): PostureFacts {
  return {
    versions: why,
    suites: why,
    groups: why,
    signatureSchemes: why,
    dhParameters: why,
    alpnProtocols: why,
    features: why,
    serverNames: why,
    tolerance: why,
    flaws: why,
    nextProtocols: why,
    clock: why,
    http: why,
    conduct: why,
  }
}

function noInventory(why: Observed<never>): InventoryFacts {
  return {
    protocol: why,
    cipherSuite: why,
    group: why,
    alpn: why,
    chain: why,
    ocspStaple: why,
    signedTimestamps: why,
    keyPossession: why,
    clientCertificateRequested: why,
    clientCertificateRequest: why,
    starttls: why,
    trust: why,
    otherChains: why,
    otherTrust: why,
  }
}
