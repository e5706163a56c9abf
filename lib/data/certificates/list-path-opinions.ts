import type { Principal } from '#lib/core/principal.ts'
import { pool } from '#lib/db/client.ts'
import type { TlsFacts, TrustOpinion } from '#lib/tls/observation.ts'
import { requireRole } from '../require-role.ts'
import { servedNow, servedPlaces } from '../served-places.ts'
import { rows } from '../sql.ts'

/** A certificate on a path or in a chain, as far as it is on record. */
export interface PathCertificate {
  readonly sha256: string
  /** Null where the certificate is not on record. */
  readonly subject: string | null
  readonly issuer: string | null
  readonly notAfter: Date | null
  readonly isCa: boolean | null
  readonly selfSigned: boolean | null
}

/** What the engine said of this leaf at one or more addresses, and the chain that came with it. */
export interface PathOpinion {
  readonly engine: string
  readonly store: TrustOpinion['store']
  readonly pathFound: boolean
  readonly error: string | null
  /** Leaf first, anchor last; empty where none was found. */
  readonly path: readonly PathCertificate[]
  /** As the server sent it. */
  readonly chain: readonly PathCertificate[]
  /** Endpoints at which this holds, by id; `host:port`. */
  readonly endpoints: readonly { readonly id: string; readonly label: string }[]
  /** When it was last seen to hold. */
  readonly seenAt: Date
}

/** Where no path was judged: the machine-readable reason of the fact. */
export interface PathUnknown {
  readonly reason: string
  readonly chain: readonly PathCertificate[]
  readonly endpoints: PathOpinion['endpoints']
  readonly seenAt: Date
}

export interface PathOpinions {
  readonly judged: readonly PathOpinion[]
  readonly unknown: readonly PathUnknown[]
}

interface OpinionRow {
  trust: TlsFacts['trust']
  chain: TlsFacts['chain']
  endpoints: { id: string; label: string }[]
  seenAt: Date
}

/** Different opinions of one leaf that are told apart on a page. */
const most = 20

const hex = `encode(leaf.sha256, 'hex')`
const isMain = `o.facts #>> '{chain,value,0}' = ${hex}`
const notJudged = `'{"status": "skipped", "reason": "not-judged"}'::jsonb`

/** A leaf beside the main one has a chain and an opinion of its own. */
const trustOfLeaf = `CASE WHEN ${isMain} THEN o.facts -> 'trust'
  WHEN o.facts #> ARRAY['otherTrust', 'value', ${hex}] IS NULL THEN ${notJudged}
  ELSE jsonb_build_object('status', 'observed', 'value', o.facts #> ARRAY['otherTrust', 'value', ${hex}]) END`
const chainOfLeaf = `CASE WHEN ${isMain} THEN o.facts -> 'chain' ELSE coalesce(
  (SELECT jsonb_build_object('status', 'observed', 'value', one.value)
     FROM jsonb_each(coalesce(o.facts #> '{otherChains,value}', '{}')) one
    WHERE one.value ->> 0 = ${hex} LIMIT 1), ${notJudged}) END`

/** Of a leaf, by its id, at the addresses that serve it now. Equal opinions are one. */
export async function listPathOpinions(principal: Principal, certificateId: string): Promise<PathOpinions> {
  requireRole(principal, 'viewer')
  const found = await rows<OpinionRow>(
    pool(),
    `SELECT ${trustOfLeaf} AS trust, ${chainOfLeaf} AS chain, max(o.last_seen_at) AS "seenAt",
            jsonb_agg(DISTINCT jsonb_build_object('id', e.id, 'label', e.host || ':' || e.port)) AS endpoints
       FROM ${servedPlaces} JOIN observation o ON o.id = a.latest_observation_id
       JOIN certificate leaf ON leaf.id = p.certificate_id
      WHERE p.certificate_id = $1 AND p.position = 0 AND ${servedNow}
      GROUP BY 1, 2 ORDER BY count(*) DESC, 3 DESC LIMIT ${most}`,
    [certificateId],
  )
  const known = await findPathCertificates(found.flatMap((row) => [...hashesOf(row.chain), ...pathOf(row.trust)]))
  const resolve = (hashes: readonly string[]) => hashes.map((sha256) => known.get(sha256) ?? unknownCertificate(sha256))
  return {
    judged: found.flatMap(({ trust, chain, endpoints, seenAt }): PathOpinion[] => {
      if (trust.status !== 'observed') return []
      return [{ ...trust.value, path: resolve(trust.value.path), chain: resolve(hashesOf(chain)), endpoints, seenAt }]
    }),
    unknown: found.flatMap(({ trust, chain, endpoints, seenAt }): PathUnknown[] =>
      trust.status === 'observed' ? [] : [{ reason: trust.reason, chain: resolve(hashesOf(chain)), endpoints, seenAt }],
    ),
  }
}

function hashesOf(chain: TlsFacts['chain']): readonly string[] {
  return chain.status === 'observed' ? chain.value : []
}

function pathOf(trust: TlsFacts['trust']): readonly string[] {
  return trust.status === 'observed' ? trust.value.path : []
}

async function findPathCertificates(hashes: readonly string[]): Promise<Map<string, PathCertificate>> {
  const found = await rows<{ [Key in keyof PathCertificate]: PathCertificate[Key] }>(
    pool(),
    `SELECT encode(sha256, 'hex') AS sha256, subject, issuer, not_after AS "notAfter", is_ca AS "isCa", self_signed AS "selfSigned"
       FROM certificate WHERE sha256 = ANY ($1::bytea[])`,
    [[...new Set(hashes)].map((hash) => Buffer.from(hash, 'hex'))],
  )
  return new Map(found.map((row) => [row.sha256, row]))
}

function unknownCertificate(sha256: string): PathCertificate {
  return { sha256, subject: null, issuer: null, notAfter: null, isCa: null, selfSigned: null }
}
