import type { AnchorFact } from '#lib/checks/facts.ts'
import { digest, inDays, privateStore, production } from './facts.ts'

/** The root of production's own store. */
export function anchor(change: Partial<AnchorFact> = {}): AnchorFact {
  return {
    sha256: digest('root'),
    subject: 'CN=Estate Root CA',
    notAfter: new Date(inDays(3650)),
    distrustedFrom: null,
    distrustReason: null,
    environments: [production],
    ...change,
  }
}

/** A store whose anchors somebody chose. */
export function storeOf(...anchors: readonly AnchorFact[]) {
  return { ...privateStore, anchors }
}
