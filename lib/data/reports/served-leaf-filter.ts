import { type CertificateFilter, certificateFilter } from '../certificates/filter.ts'
import { parseFilter } from '../filter.ts'

export interface ExpiryScope {
  /** Names. */
  readonly environment?: readonly string[] | undefined
  readonly owner?: readonly string[] | undefined
  /** Ids. */
  readonly identity?: readonly string[] | undefined
}

/** The filter of certificates that gives the leaves served now within a scope. */
export function servedLeafFilter({ environment, owner, identity }: ExpiryScope): CertificateFilter {
  const { filter } = parseFilter(certificateFilter, { role: 'leaf' })
  const list = (values: readonly string[] | undefined) => (values?.length ? [...values] : undefined)
  return { ...filter, environment: list(environment), owner: list(owner), identity: list(identity) }
}
