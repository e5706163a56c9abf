/** So many curves that it knows are kept by every library. */
const keptCurves = 11

/** What a refusal of a list of groups rests on. */
export interface GroupsAsked {
  readonly list: readonly number[]
  /** The server may have taken any of these; null: any of the list. */
  readonly accepted: readonly number[] | null
  /** Has to be read, too, where it is on the list. */
  readonly curve: number | null
}

/**
 * How much of a list of groups the server is known to read up to TLS 1.2. Mbed TLS before 3.0 keeps the first 11 that it
 * knows of a client's curves and forgets the others, so that its word on a list is no word on what stands at the end.
 */
export class GroupReading {
  /** The server did not take what it takes from shorter lists: none is longer than it reads from now on. */
  isShort = false
  #all = false
  #curve = false

  /** A choice of the server from this list. `curve`: of the certificate that it showed; null where that has none. */
  took(list: readonly number[], chosen: number | null, curve: number | null): void {
    this.#all ||= chosen !== null && !readable(list).includes(chosen) && list.includes(chosen)
    // It may have shown a certificate that does not need it.
    this.#curve ||= curve !== null && !readable(list).includes(curve)
  }

  /** What decides stands where the server reads. */
  reaches({ list, accepted, curve }: GroupsAsked): boolean {
    const read = this.read(list)
    if (read.length === list.length) return true
    if (curve !== null && !this.#curve && list.includes(curve) && !read.includes(curve)) return false
    return (accepted ?? []).some((group) => read.includes(group))
  }

  /** What of this list the server is known to read. */
  read(list: readonly number[]): readonly number[] {
    return this.#all ? list : readable(list)
  }
}

/** The beginning of the list, with no more of the curves that libraries know than `most`. */
export function readable(list: readonly number[], most = keptCurves): readonly number[] {
  let left = most
  const end = list.findIndex((group) => isKnown(group) && left-- === 0)
  return end < 0 ? list : list.slice(0, end)
}

/** From secp192k1 on, without the binary fields of RFC 4492. */
function isKnown(group: number): boolean {
  return group >= 18 && group <= 30
}
