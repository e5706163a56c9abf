import { hourMs } from '#lib/core/time.ts'
import { generateKeyPair, type Issued, type IssueOptions, type KeyPair, selfSigned } from '../certificates.ts'
import type { Credentials } from '../lab/tls-server.ts'
import { type Authorities, serialOf } from './authorities.ts'
import { pkiHost } from './pki-host.ts'
import type { CertificatePlan, Life, Service } from './service.ts'
import type { EstateState } from './state.ts'

/** Keys that live shorter than this are not kept over a restart: nobody tells a restart from a rotation. */
const keptFromMs = hourMs

export interface Turn {
  /** Counts the renewals; 0 for a fixed life. */
  readonly number: number
  readonly notBefore: Date
  readonly notAfter: Date
  /** When the next one is due; null where none is. */
  readonly nextAt: Date | null
}

/** Which certificate of its line is due at this time. */
export function turnAt(life: Life, createdAt: Date, now: Date): Turn {
  const made = createdAt.getTime()
  if (life.kind === 'fixed') {
    return { number: 0, notBefore: new Date(made + life.fromMs), notAfter: new Date(made + life.toMs), nextAt: null }
  }
  const first = made - life.ageMs
  return turnNumber(life, first, Math.max(0, Math.floor((now.getTime() - first) / life.everyMs)))
}

/** The one before: what a backend shows that missed the rotation. */
export function turnBefore(life: Life, createdAt: Date, now: Date): Turn {
  const { number, ...turn } = turnAt(life, createdAt, now)
  return life.kind === 'fixed' ? { number, ...turn } : turnNumber(life, createdAt.getTime() - life.ageMs, number - 1)
}

function turnNumber(life: Extract<Life, { kind: 'renewed' }>, firstMs: number, number: number): Turn {
  const start = firstMs + number * life.everyMs
  return {
    number,
    notBefore: new Date(start),
    notAfter: new Date(start + life.lifeMs),
    nextAt: new Date(start + life.everyMs),
  }
}

/** Key and chain as the service's server sends them at this turn. */
export function credentialsOf(
  service: Service,
  plan: CertificatePlan,
  turn: Turn,
  state: EstateState,
  authorities: Authorities,
): Credentials {
  const leaf = issueLeaf(service, plan, turn, state, authorities)
  if (plan.issuer === 'itself' || plan.omitsIntermediate) return sent(leaf, '')
  return sent(leaf, authorities.issuers[plan.issuer].intermediates)
}

/** The service's certificate of this turn. */
export function issueLeaf(
  service: Service,
  plan: CertificatePlan,
  turn: Turn,
  state: EstateState,
  authorities: Authorities,
): Issued {
  const options: IssueOptions = {
    ...plan.options,
    ...statusUrls(plan, state),
    key: keyOf(service, plan, turn, state),
    dns: plan.dns ?? [service.host],
    uris: plan.uris ?? [],
    serial: serialOf(`${service.host}#${turn.number}`),
    notBefore: turn.notBefore,
    notAfter: turn.notAfter,
  }
  return plan.issuer === 'itself' ? selfSigned(options) : authorities.issuers[plan.issuer].ca.issue(options)
}

/** Where the CA's own server stands in this run. */
function statusUrls({ status }: CertificatePlan, state: EstateState): Pick<IssueOptions, 'crlUrls' | 'ocspUrls'> {
  if (status === undefined) return {}
  const base = `http://${pkiHost}:${state.port(pkiHost) ?? 80}`
  return status === 'ocsp' ? { ocspUrls: [`${base}/ocsp`] } : { crlUrls: [`${base}/production.crl`] }
}

function keyOf(service: Service, plan: CertificatePlan, turn: Turn, state: EstateState): KeyPair {
  const algorithm = plan.keyAlgorithm ?? 'p256'
  if (plan.keyOf) return state.key(`${plan.keyOf}#0`, algorithm)
  if (plan.keepsKey) return state.key(service.host, algorithm)
  const shortLived = plan.life.kind === 'renewed' && plan.life.everyMs < keptFromMs
  return shortLived ? generateKeyPair(algorithm) : state.key(`${service.host}#${turn.number}`, algorithm)
}

function sent(leaf: Issued, intermediates: string): Credentials {
  return { certificateChain: leaf.pem + intermediates, key: leaf.keyPem }
}
