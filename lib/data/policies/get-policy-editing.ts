import { catalogue } from '#lib/checks/catalogue/index.ts'
import type { CheckGroup } from '#lib/checks/contract.ts'
import { type EffectivePolicy, effectivePolicy, type Policy } from '#lib/checks/policy.ts'
import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import { requireRole } from '../require-role.ts'
import { rows } from '../sql.ts'
import { identityStoreId } from '../trust-stores/effective-store.ts'
import { listTrustStores } from '../trust-stores/list-trust-stores.ts'
import { type PolicyRef, readPolicyState } from './policy-ref.ts'

/** A key that can be chosen, with what people know it by. */
export interface KeyChoice {
  readonly spkiSha256: string
  readonly label: string
  readonly group: 'Served now' | 'Sent as an issuer' | 'Anchor of the trust store'
}

/** All that an editor of one policy shows and offers. */
export interface PolicyEditing {
  readonly of: PolicyRef
  readonly name: string
  /** The version that is edited. */
  readonly version: number
  readonly own: Policy
  readonly trustStoreId: string | null
  /** What holds for a rule that is left empty, and who says so. */
  readonly inherited: {
    readonly policy: EffectivePolicy
    /** Null: there is nothing above but the defaults. */
    readonly environment: { readonly name: string; readonly policy: Policy } | null
    readonly trustStore: string | null
  }
  readonly stores: readonly { readonly id: string; readonly name: string }[]
  readonly keys: readonly KeyChoice[]
  readonly checks: readonly { readonly id: string; readonly title: string; readonly group: CheckGroup }[]
}

/** Throws `not-found`. */
export async function getPolicyEditing(principal: Principal, of: PolicyRef): Promise<PolicyEditing> {
  requireRole(principal, 'viewer')
  const { name, policy, trustStoreId, version } = await readPolicyState(pool(), of)
  const [environment, above, stores, keys] = await Promise.all([
    of.kind === 'identity' ? environmentOf(of.id) : null,
    storeAbove(of),
    listTrustStores(principal),
    listKeys(of, trustStoreId),
  ])
  return {
    of,
    name,
    version,
    own: policy,
    trustStoreId,
    inherited: { policy: effectivePolicy(environment?.policy ?? null, null), environment, trustStore: above },
    stores: stores.map((store) => ({ id: store.id, name: store.name })),
    keys,
    checks: catalogue.map(({ id, title, group }) => ({ id, title, group })),
  }
}

async function environmentOf(identityId: string): Promise<{ name: string; policy: Policy } | null> {
  const [found] = await rows<{ name: string; policy: Policy }>(
    pool(),
    'SELECT env.name, env.policy FROM identity i JOIN environment env ON env.id = i.environment_id WHERE i.id = $1',
    [identityId],
  )
  return found ?? null
}

/** The store that counts where none is assigned here. */
async function storeAbove({ kind, id }: PolicyRef): Promise<string | null> {
  const chosen =
    kind === 'environment'
      ? `(SELECT id FROM trust_store WHERE is_default ORDER BY created_at LIMIT 1)`
      : `(SELECT ${identityStoreId} FROM (SELECT id, kind, name, environment_id, NULL::uuid AS trust_store_id FROM identity WHERE id = $1) i
            LEFT JOIN environment env ON env.id = i.environment_id)`
  const [found] = await rows<{ name: string }>(
    pool(),
    `SELECT name FROM trust_store WHERE id = ${chosen} AND $1::uuid IS NOT NULL`,
    [id],
  )
  return found?.name ?? null
}

/** As many as a menu bears. */
const most = { served: 100, anchors: 200 } as const

async function listKeys({ kind, id }: PolicyRef, trustStoreId: string | null): Promise<KeyChoice[]> {
  const served = await rows<{ [Key in keyof KeyChoice]: KeyChoice[Key] }>(
    pool(),
    `SELECT DISTINCT ON (c.spki_sha256) encode(c.spki_sha256, 'hex') AS "spkiSha256",
            CASE WHEN p.position = 0 THEN 'Served now' ELSE 'Sent as an issuer' END AS group,
            CASE WHEN p.position = 0 THEN e.host || ':' || e.port || ' · ' || c.subject ELSE c.subject END AS label
       FROM identity i JOIN endpoint e ON e.identity_id = i.id AND e.enabled JOIN address a ON a.endpoint_id = e.id AND a.gone_at IS NULL
       JOIN presence p ON p.address_id = a.id AND p.closed_at IS NULL JOIN certificate c ON c.id = p.certificate_id
      WHERE ${kind === 'identity' ? 'i.id' : 'i.environment_id'} = $1
      ORDER BY c.spki_sha256, p.position, e.host LIMIT ${most.served}`,
    [id],
  )
  const anchors = await rows<{ [Key in keyof KeyChoice]: KeyChoice[Key] }>(
    pool(),
    `SELECT DISTINCT ON (c.subject, c.spki_sha256) encode(c.spki_sha256, 'hex') AS "spkiSha256", c.subject AS label,
            'Anchor of the trust store' AS group
       FROM trust_anchor a JOIN certificate c ON c.id = a.certificate_id
      WHERE a.trust_store_id = COALESCE($1::uuid, (
        SELECT env.trust_store_id FROM identity i JOIN environment env ON env.id = i.environment_id WHERE i.id = $2),
        (SELECT id FROM trust_store WHERE is_default ORDER BY created_at LIMIT 1))
      ORDER BY c.subject, c.spki_sha256 LIMIT ${most.anchors}`,
    [trustStoreId, id],
  )
  const known = new Set(served.map(({ spkiSha256 }) => spkiSha256))
  const order = (choice: KeyChoice) => `${choice.group === 'Served now' ? 0 : 1} ${choice.label}`
  return [
    ...served.toSorted((a, b) => (order(a) < order(b) ? -1 : 1)),
    ...anchors.filter(({ spkiSha256 }) => !known.has(spkiSha256)),
  ]
}
