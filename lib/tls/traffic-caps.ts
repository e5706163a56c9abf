import { WireError } from './wire-reader.ts'

const maxRecords = 4096
const maxEmptyRecords = 32
const maxBytes = 1024 * 1024

/** Bounds what one connection may send, so that no server keeps a client busy without getting anywhere. */
export class TrafficCaps {
  #records = 0
  #empty = 0
  #bytes = 0

  /** Counts a record. Throws WireError where it is one too many. */
  count(bodyBytes: number): void {
    this.#records += 1
    this.#bytes += 5 + bodyBytes
    if (bodyBytes === 0) this.#empty += 1
    if (this.#records > maxRecords) throw new WireError(`more than ${maxRecords} records`)
    if (this.#empty > maxEmptyRecords) throw new WireError(`more than ${maxEmptyRecords} empty records`)
    if (this.#bytes > maxBytes) throw new WireError(`more than ${maxBytes} bytes`)
  }
}
