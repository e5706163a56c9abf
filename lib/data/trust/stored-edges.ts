import type { KnownEdges } from '#lib/x509/path/estate.ts'
import type { SignatureOutcome } from '#lib/x509/path/signature.ts'
import type { Reading } from '../read-together.ts'
import { type Db, rows } from '../sql.ts'

/** Signatures that are known from the database; what is found beside them is written by `save`. */
export class StoredEdges implements KnownEdges {
  /** By child, and by the SPKI of the issuer. */
  readonly #known = new Map<string, Map<string, SignatureOutcome>>()
  readonly #found = new Map<string, { child: string; issuer: string; outcome: SignatureOutcome }>()

  constructor(known: Iterable<{ child: string; issuer: string; outcome: SignatureOutcome }>) {
    for (const { child, issuer, outcome } of known) this.#keep(child, issuer, outcome)
  }

  get(childSha256: string, issuerSpkiSha256: string): SignatureOutcome | undefined {
    return this.#known.get(childSha256)?.get(issuerSpkiSha256)
  }

  of(childSha256: string): Iterable<readonly [string, SignatureOutcome]> {
    return this.#known.get(childSha256) ?? []
  }

  set(child: string, issuer: string, outcome: SignatureOutcome): void {
    this.#keep(child, issuer, outcome)
    this.#found.set(`${child} ${issuer}`, { child, issuer, outcome })
  }

  #keep(child: string, issuer: string, outcome: SignatureOutcome): void {
    const known = this.#known.get(child)
    if (known) known.set(issuer, outcome)
    else this.#known.set(child, new Map([[issuer, outcome]]))
  }

  /**
   * In an order that keeps two transactions from waiting for each other in a ring. What this runtime can't verify is not
   * written: another one may.
   */
  async save(db: Db): Promise<void> {
    const found = [...this.#found]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([, edge]) => (edge.outcome === 'unsupported' ? [] : [edge]))
    this.#found.clear()
    if (found.length === 0) return
    await db.query(
      `INSERT INTO verified_edge (child_sha256, issuer_spki_sha256, outcome)
       SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::text[]) ON CONFLICT DO NOTHING`,
      [
        found.map(({ child }) => Buffer.from(child, 'hex')),
        found.map(({ issuer }) => Buffer.from(issuer, 'hex')),
        found.map(({ outcome }) => outcome),
      ],
    )
  }
}

/** What is known of the signatures on these certificates (SHA-256 in hex). */
export async function loadEdges(db: Db, childSha256: readonly string[]): Promise<StoredEdges> {
  const hashes = childSha256.map((hash) => Buffer.from(hash, 'hex'))
  return new StoredEdges(await rows<{ [Key in keyof EdgeRow]: EdgeRow[Key] }>(db, storedEdges().text, [hashes]))
}

export interface EdgeRow {
  child: string
  issuer: string
  outcome: 'verified' | 'mismatch'
}

/** `children`: the parameter that holds SHA-256 hashes. */
export const storedEdges = (children = '$1'): Reading<EdgeRow> => ({
  text: `SELECT encode(child_sha256, 'hex') AS child, encode(issuer_spki_sha256, 'hex') AS issuer, outcome
           FROM verified_edge WHERE child_sha256 = ANY (${children}::bytea[]) AND outcome IN ('verified', 'mismatch')`,
})
