import { type Db, rows } from '../sql.ts'
import { loadFetchedIssuers } from '../trust/known-issuers.ts'
import { buffersOf } from './served-chain.ts'

/** Issuers that were fetched where certificates point at them (AIA): they complete a chain as in every evaluation. */
export class CompletingIssuers {
  readonly #fetched: ReadonlyMap<string, readonly Uint8Array[]>
  /** Of certificates above leaves, which many chains share. */
  readonly #urls = new Map<string, readonly string[]>()

  constructor(fetched: ReadonlyMap<string, readonly Uint8Array[]>) {
    this.#fetched = fetched
  }

  static async load(db: Db): Promise<CompletingIssuers> {
    const found = await rows<{ url: string }>(
      db,
      `SELECT url FROM fetched_document WHERE kind = 'issuer' AND content IS NOT NULL`,
    )
    return new CompletingIssuers(
      await loadFetchedIssuers(
        db,
        found.map(({ url }) => url),
      ),
    )
  }

  /** Of certificates by SHA-256: the function gives what those of one chain point at. */
  async of(db: Db, hashes: readonly string[]): Promise<(chain: readonly string[]) => readonly Uint8Array[]> {
    if (this.#fetched.size === 0) return () => []
    const found = await rows<{ sha256: string; urls: string[] }>(
      db,
      `SELECT encode(sha256, 'hex') AS sha256, ARRAY(SELECT jsonb_array_elements_text(fields -> 'caIssuersUrls')) AS urls
         FROM certificate WHERE sha256 = ANY ($1::bytea[]) AND jsonb_typeof(fields -> 'caIssuersUrls') = 'array'`,
      [buffersOf(hashes)],
    )
    for (const { sha256, urls } of found) if (urls.length > 0) this.#urls.set(sha256, urls)
    return (chain) => {
      const urls = new Set(chain.flatMap((sha256) => this.#urls.get(sha256) ?? []))
      return [...urls].flatMap((url) => this.#fetched.get(url) ?? [])
    }
  }
}
