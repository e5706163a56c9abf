import { failed, type Observed, observed } from '#lib/core/observed.ts'
import { noPosture } from '#lib/tls/no-facts.ts'
import type { Accepted, Outcome, PostureFacts, ProtocolVersion } from '#lib/tls/observation.ts'
import type { Ssl2Answer } from '#lib/tls/ssl2.ts'
import { tlsVersions } from './versions.ts'

/** What is known of a server that answers in SSL 2.0 and to hellos of TLS not at all: there is nothing more to ask. */
export function ssl2Posture({ answer, tls }: { readonly answer: Ssl2Answer; readonly tls: Outcome }): PostureFacts {
  const silence: Observed<never> = failed(tls.kind)
  const versions: Partial<Record<ProtocolVersion, Observed<boolean>>> = { SSLv2: observed(true) }
  for (const version of tlsVersions) versions[version] = silence
  return {
    ...noPosture(silence),
    versions: observed(versions),
    suites: observed(answer.kind === 'ssl2' ? { SSLv2: observed(ssl2Suites(answer.suites)) } : {}),
    // It knows no groups, no schemes and no finite fields.
    groups: observed({}),
    signatureSchemes: observed({}),
    dhParameters: observed([]),
    conduct: observed('steady'),
  }
}

/** The server names all that it has of the client's, and the client picks (draft-hickman-netscape-ssl-00 1.2). */
export function ssl2Suites(accepted: readonly string[]): Accepted<string> {
  return { accepted, preference: accepted.length === 1 ? 'single' : 'client', complete: true }
}
