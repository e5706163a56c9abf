import type { Principal } from '#lib/core/principal.ts'
import type { Db } from './sql.ts'
import { indexable, storableJson } from './storable.ts'

export interface AuditedObject {
  readonly type: string
  readonly id: string | null
}

/** Writes who did what, in the transaction of the deed. `action` is `<object>.<verb>`, e.g. `identity.create`. */
export async function audit(
  tx: Db,
  principal: Principal,
  action: string,
  object: AuditedObject,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.query(
    `INSERT INTO audit_entry (actor_kind, actor_id, actor_name, action, object_type, object_id, detail)
     VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb)`,
    [principal.kind, principal.id, indexable(principal.name), action, object.type, object.id, storableJson(detail)],
  )
}

/** `audit` for the same deed on many objects of one type. */
export async function auditMany(
  tx: Db,
  principal: Principal,
  action: string,
  type: string,
  ids: readonly string[],
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await tx.query(
    `INSERT INTO audit_entry (actor_kind, actor_id, actor_name, action, object_type, object_id, detail)
     SELECT $1, $2, $3, $4, $5, id, $7::jsonb FROM unnest($6::text[]) AS t(id)`,
    [principal.kind, principal.id, indexable(principal.name), action, type, ids, storableJson(detail)],
  )
}

/** `auditMany` where each object has its own detail. */
export async function auditEach(
  tx: Db,
  principal: Principal,
  action: string,
  type: string,
  deeds: readonly { readonly id: string; readonly detail: Readonly<Record<string, unknown>> }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO audit_entry (actor_kind, actor_id, actor_name, action, object_type, object_id, detail)
     SELECT $1, $2, $3, $4, $5, id, detail::jsonb FROM unnest($6::text[], $7::text[]) AS t(id, detail)`,
    [
      principal.kind,
      principal.id,
      indexable(principal.name),
      action,
      type,
      deeds.map(({ id }) => id),
      deeds.map(({ detail }) => storableJson(detail)),
    ],
  )
}
