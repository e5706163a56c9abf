import type { ReportSource } from '#lib/compliance/report-snapshot.ts'
import { escapeUnsafe } from '#lib/x509/escape-text.ts'
import { contentFormats } from '../content-formats.ts'
import { bundledName, keysFile, manifestFile, signatureFile } from './manifest.ts'

/** For whoever opens the bundle in a year, with the product or without it. */
export function readme({ summary, sha256 }: ReportSource): string {
  const contents = contentFormats.map((format) => `  ${bundledName(format).padEnd(38)} ${format.use}`)
  return `${escapeUnsafe(summary.name)}
Report ${summary.id}, as of ${summary.asOf}
SHA-256 of the frozen report: ${sha256}

WHAT IS IN IT

${contents.join('\n')}
  ${manifestFile.padEnd(38)} Size and SHA-256 of every file above, of this one and of ${keysFile}.
  ${signatureFile.padEnd(38)} ${manifestFile}, signed: compact JWS (RFC 7515), EdDSA over Ed25519.
  ${keysFile.padEnd(38)} The public keys of the installation that signed it.

HOW TO VERIFY IT

With the product, no network needed:

  countersign report verify BUNDLE.zip --jwks KEYS.json

KEYS.json is /.well-known/jwks.json of the installation, fetched by yourself at a time when you trusted it. Without
--jwks the keys in the bundle are used: that shows that nothing was changed after it was signed, and not who signed.
The hash of the frozen report is computed again from report.json.

Without the product, with openssl and a shell:

  unzip BUNDLE.zip -d bundle && cd bundle
  IFS=. read -r head body signature < ${signatureFile}
  b64() { tr '_-' '/+' | awk '{ while (length($0) % 4) $0 = $0 "="; print }' | openssl base64 -d -A; }
  printf %s "$body" | b64 | cmp - ${manifestFile} && echo "the manifest is what was signed"
  # X is the "x" of the key in KEYS.json whose "kid" the head names: printf %s "$head" | b64
  { printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'; printf %s "$X" | b64; } > key.der
  printf '%s.%s' "$head" "$body" > signed; printf %s "$signature" | b64 > signature
  openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed -sigfile signature
  sha256sum ${contentFormats.map(bundledName).join(' ')}

and compare the last with ${manifestFile}.
`
}
