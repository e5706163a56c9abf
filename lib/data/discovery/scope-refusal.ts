import { isIP } from 'node:net'
import { checkAddress, type Scope } from '#lib/scan/scope.ts'
import type { SiteRecord } from '../sites/site.ts'

/** A site's scope as far as it can be judged without a scanner at hand: it adds its own services by itself. */
export function scopeOf({ allow, deny, allowPublic, staticHosts }: SiteRecord): Scope {
  return { allow, deny, allowPublic, staticHosts, forbidden: [] }
}

/**
 * The rule by which the site's scope forbids this target, null where it may be dialled. A name that needs a resolver
 * is judged when it is scanned: each of its addresses is checked then.
 */
export function scopeRefusal(site: SiteRecord, host: string, port: number): string | null {
  const scope = scopeOf(site)
  const addresses = isIP(host) === 0 ? staticAddresses(site, host) : [host]
  const decisions = addresses.map((ip) => checkAddress(scope, host, ip, port))
  const [first] = decisions
  if (first === undefined || first.allowed || decisions.some((decision) => decision.allowed)) return null
  return first.rule
}

/** Own keys alone: a host may be named as a property that every object has. */
function staticAddresses({ staticHosts }: SiteRecord, host: string): readonly string[] {
  return Object.hasOwn(staticHosts, host) ? (staticHosts[host] ?? []) : []
}
