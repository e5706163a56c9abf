import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { loadSharedUses } from '../evaluation/load-shared-uses.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'

/** Another place that serves a key of this identity's endpoints. */
export interface IdentitySharedUse {
  readonly endpoint: { readonly id: string; readonly name: string }
  /** Null where the endpoint is bound to none. */
  readonly identity: { readonly id: string; readonly name: string; readonly owner: string | null } | null
  readonly environment: string | null
  readonly certificateSha256: string
  readonly spkiSha256: string
  /** False: another certificate with the same key. */
  readonly sameCertificate: boolean
}

/** Endpoints of other identities, or of none, that now serve the same key; examples where they are many. */
export async function listIdentitySharedUses(principal: Principal, identityId: string): Promise<IdentitySharedUse[]> {
  requireRole(principal, 'viewer')
  const endpoints = await rows<{ id: string }>(pool(), 'SELECT id FROM endpoint WHERE identity_id = $1 AND enabled', [
    identityId,
  ])
  const own = await ownCertificates(identityId)
  const uses = [
    ...(
      await loadSharedUses(
        pool(),
        endpoints.map(({ id }) => id),
      )
    ).values(),
  ].flat()
  const elsewhere = uses.filter(({ identity }) => identity?.id !== identityId)
  const once = new Map(elsewhere.map((use) => [`${use.endpointId} ${use.certificateSha256}`, use]))
  return [...once.values()].map(({ endpointId, endpointLabel, identity, certificateSha256, spkiSha256 }) => ({
    endpoint: { id: endpointId, name: endpointLabel },
    identity: identity && { id: identity.id, name: identity.name, owner: identity.owner },
    environment: identity?.environment?.name ?? null,
    certificateSha256,
    spkiSha256,
    sameCertificate: own.has(certificateSha256),
  }))
}

async function ownCertificates(identityId: string): Promise<Set<string>> {
  const found = await rows<{ sha256: string }>(
    pool(),
    `SELECT DISTINCT encode(c.sha256, 'hex') AS sha256 FROM endpoint e JOIN address a ON a.endpoint_id = e.id AND a.gone_at IS NULL
       JOIN presence p ON p.address_id = a.id AND p.closed_at IS NULL AND p.position = 0 JOIN certificate c ON c.id = p.certificate_id
      WHERE e.identity_id = $1 AND e.enabled`,
    [identityId],
  )
  return new Set(found.map(({ sha256 }) => sha256))
}
