import { RowsDigest, reportSha256 } from '#lib/compliance/report-digest.ts'
import { type ReportSummary, reportRowKinds } from '#lib/compliance/report-snapshot.ts'
import { snapshotArrays } from './json.ts'

/** What a report's JSON says of itself, and the hash that its content gives. */
export interface ReadSnapshot {
  readonly summary: ReportSummary
  /** As it stands in the file. */
  readonly claimed: string
  /** Of summary and rows, computed again. */
  readonly computed: string
}

/** No summary and no row of ours is as long; a hostile line is not held. */
const longestLine = 64 * 1024 * 1024

class NotASnapshot extends Error {}

/**
 * Reads a report's JSON line by line, as `json` writes it, and computes the hash of the frozen report again. Nothing is
 * held but the summary and one row.
 */
export class SnapshotReader {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  readonly #lines = linesOfSnapshot()
  #pieces: string[] = []
  #length = 0
  #failed = false
  #read: ReadSnapshot | null = null

  constructor() {
    this.#lines.next()
  }

  add(bytes: Uint8Array): void {
    this.#attempt(() => this.#take(this.#decoder.decode(bytes, { stream: true })))
  }

  /** Null where it is no report as `json` writes it. */
  end(): ReadSnapshot | null {
    this.#attempt(() => this.#take(this.#decoder.decode()))
    return this.#failed || this.#length > 0 ? null : this.#read
  }

  #attempt(step: () => void): void {
    if (this.#failed) return
    try {
      step()
    } catch (error) {
      // The decoder throws TypeError, JSON.parse SyntaxError.
      if (!(error instanceof NotASnapshot || error instanceof TypeError || error instanceof SyntaxError)) throw error
      this.#failed = true
      this.#pieces = []
    }
  }

  #take(text: string): void {
    let from = 0
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.#line([...this.#pieces, text.slice(from, at)].join(''))
      this.#pieces = []
      this.#length = 0
      from = at + 1
    }
    this.#length += text.length - from
    if (this.#length > longestLine) throw new NotASnapshot()
    if (from < text.length) this.#pieces.push(text.slice(from))
  }

  #line(line: string): void {
    if (this.#read !== null) throw new NotASnapshot()
    const { done, value } = this.#lines.next(line)
    if (done) this.#read = value
  }
}

/** Takes the lines one by one, and gives what they say after the last one. Throws NotASnapshot. */
function* linesOfSnapshot(): Generator<undefined, ReadSnapshot, string> {
  takeMember(yield, '{"schema":')
  const claimed: unknown = JSON.parse(takeMember(yield, '"sha256":'))
  // A hash that is right speaks for the shape; a line that is no summary gives another.
  const summary: ReportSummary | null = JSON.parse(takeMember(yield, '"summary":'))
  if (typeof claimed !== 'string' || typeof summary !== 'object' || summary === null) throw new NotASnapshot()
  const digests = { verdict: '', finding: '', observation: '', certificate: '' }
  for (const kind of reportRowKinds) {
    if ((yield) !== `${JSON.stringify(snapshotArrays[kind])}:[`) throw new NotASnapshot()
    const digest = new RowsDigest()
    const end = kind === reportRowKinds.at(-1) ? ']' : '],'
    let [any, more] = [false, false]
    for (let line = yield; line !== end; line = yield) {
      if (any && !more) throw new NotASnapshot()
      more = line.endsWith(',')
      any = true
      digest.add(`${more ? line.slice(0, -1) : line}\n`)
    }
    if (more) throw new NotASnapshot()
    digests[kind] = digest.end()
  }
  if ((yield) !== '}') throw new NotASnapshot()
  return { summary, claimed, computed: reportSha256(summary, digests) }
}

/** The JSON of a member on a line of its own, which a comma ends. */
function takeMember(line: string, head: string): string {
  if (!line.startsWith(head) || !line.endsWith(',')) throw new NotASnapshot()
  return line.slice(head.length, -1)
}
