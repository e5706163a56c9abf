/** An acceptance that waits for somebody else's approval. */
export interface Proposal {
  readonly until: Date
  readonly reason: string
  /** The person who proposed it; null where nobody stands behind the token. */
  readonly byId: string | null
  readonly byName: string
  readonly at: Date
}

/** As the database keeps it. */
export interface StoredProposal {
  readonly until: string
  readonly reason: string
  readonly byId: string | null
  readonly byName: string
  readonly at: string
}

export function readProposal(stored: StoredProposal | null): Proposal | null {
  return stored === null ? null : { ...stored, until: new Date(stored.until), at: new Date(stored.at) }
}
