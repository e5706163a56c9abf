import type { ServerFlight } from '#lib/tls/flight.ts'
import { fingerprint } from '#lib/x509/fingerprint.ts'

/** More than any server has reason to show in one observation; what comes beyond is not kept. */
const maxCertificates = 512

/** The certificates that an address has shown, over all connections. */
export class SeenCertificates {
  /** DER by SHA-256 in hex. */
  readonly bySha256 = new Map<string, Uint8Array>()

  keep({ chain }: ServerFlight): void {
    for (const der of chain ?? []) {
      if (this.bySha256.size >= maxCertificates) return
      this.bySha256.set(fingerprint(der), der)
    }
  }
}
