import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { abortError } from '../abort-error.ts'
import type { AddressObserver, ObserveOptions } from '../observe-options.ts'
import type { TrustStoreInput } from '../trust-store.ts'
import { type PlainOptions, type Reply, type Request, storesPerThread } from './messages.ts'

/** Threads that observe addresses. What paces and counts stays in the thread that owns the pool. */
export interface ThreadPool {
  readonly observer: AddressObserver
  /** Ends the threads; what is under way rejects with AbortError. */
  close(): Promise<void>
}

/** One per core but the one that this thread lives on; none where there is one core. */
export function usefulThreads(cores: number = availableParallelism()): number {
  return Math.max(0, Math.min(16, cores - 1))
}

const addressThread = new URL('./address-thread.ts', import.meta.url)

/** Starts `threads` threads (at least one). A thread that dies takes its questions with it; another takes its place. */
export function startThreadPool(threads: number, script: URL = addressThread): ThreadPool {
  const members = Array.from({ length: Math.max(1, threads) }, () => new Member(script))
  return {
    observer(target, ip, options) {
      const idlest = members.reduce((best, member) => (member.load < best.load ? member : best))
      return idlest.observe(target, ip, options)
    },
    async close() {
      await Promise.all(members.map((member) => member.close()))
    },
  }
}

/** Thousands of connections that wait outlive what is young, for which there would be a hundred megabytes else. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 }

interface Question {
  readonly resolve: (observation: Extract<Reply, { kind: 'observed' }>['observation']) => void
  readonly reject: (error: unknown) => void
}

let ids = 0

class Member {
  readonly #questions = new Map<number, Question>()
  readonly #storesSent = new Set<string>()
  readonly #script: URL
  #worker: Worker | null = null
  #closed = false

  constructor(script: URL) {
    this.#script = script
  }

  get load(): number {
    return this.#questions.size
  }

  readonly observe: AddressObserver = (target, ip, options) => {
    const { signal } = options
    if (this.#closed || signal?.aborted) return Promise.reject(abortError(signal))
    const worker = this.#started()
    const id = ids++
    return new Promise((resolve, reject) => {
      const onAbort = () => this.#post({ kind: 'abort', id })
      const settle = () => signal?.removeEventListener('abort', onAbort)
      this.#questions.set(id, {
        resolve: (observation) => {
          settle()
          resolve(observation)
        },
        reject: (error) => {
          settle()
          reject(signal?.aborted ? abortError(signal) : error)
        },
      })
      signal?.addEventListener('abort', onAbort, { once: true })
      const storeKey = this.#sendStore(options.store)
      worker.ref()
      this.#post({ kind: 'observe', id, target, ip, options: plainOptions(options), storeKey })
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#worker?.terminate()
  }

  #started(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(this.#script, { resourceLimits })
    this.#worker = worker
    worker.on('message', (reply: Reply) => this.#settle(reply))
    worker.on('error', (error) => this.#lost(worker, error))
    worker.on('exit', () => this.#lost(worker, this.#closed ? abortError(undefined) : new Error('the thread ended')))
    return worker
  }

  /** A store is large and the same for thousands of addresses: each thread is given it once. */
  #sendStore(store: TrustStoreInput | null): string | null {
    if (store === null) return null
    const key = JSON.stringify([store.id, store.version])
    if (this.#storesSent.has(key)) return key
    // The thread forgets in the same order.
    const oldest = this.#storesSent.keys().next()
    if (this.#storesSent.size >= storesPerThread && !oldest.done) this.#storesSent.delete(oldest.value)
    this.#storesSent.add(key)
    this.#post({ kind: 'store', key, store })
    return key
  }

  #post(request: Request): void {
    this.#worker?.postMessage(request)
  }

  #settle(reply: Reply): void {
    const question = this.#questions.get(reply.id)
    this.#questions.delete(reply.id)
    // An idle thread keeps no process alive.
    if (this.#questions.size === 0) this.#worker?.unref()
    if (reply.kind === 'observed') question?.resolve(reply.observation)
    else question?.reject(reply.error)
  }

  /** Once per thread: one that died of an error exits, too, when another may have taken its place. */
  #lost(worker: Worker, error: unknown): void {
    if (this.#worker !== worker) return
    this.#worker = null
    this.#storesSent.clear()
    for (const { reject } of this.#questions.values()) reject(error)
    this.#questions.clear()
  }
}

function plainOptions(options: ObserveOptions): PlainOptions {
  const { scope, timeouts, maxBytes, depth, known, clients, secondOpinion } = options
  return {
    scope,
    timeouts,
    maxBytes,
    depth,
    ...(known && { known }),
    ...(clients && { clients }),
    ...(secondOpinion !== undefined && { secondOpinion }),
  }
}
