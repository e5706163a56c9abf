import { parentPort } from 'node:worker_threads'
import { remember } from '#lib/core/remember.ts'
import { observeAddress } from '../observe-address.ts'
import type { TrustStoreInput } from '../trust-store.ts'
import { type Reply, type Request, storesPerThread } from './messages.ts'

const stores = new Map<string, TrustStoreInput>()
const underWay = new Map<number, AbortController>()

parentPort?.on('message', (request: Request) => {
  switch (request.kind) {
    case 'store':
      remember(stores, storesPerThread, request.key, request.store)
      return
    case 'abort':
      underWay.get(request.id)?.abort()
      return
    case 'observe':
      void observe(request)
  }
})

async function observe({ id, target, ip, options, storeKey }: Extract<Request, { kind: 'observe' }>): Promise<void> {
  const controller = new AbortController()
  underWay.set(id, controller)
  const store = storeKey === null ? null : (stores.get(storeKey) ?? null)
  const reply = await observeAddress(target, ip, { ...options, store, signal: controller.signal }).then(
    (observation): Reply => ({ kind: 'observed', id, observation }),
    (error: unknown): Reply => ({ kind: 'threw', id, error }),
  )
  underWay.delete(id)
  parentPort?.postMessage(reply)
}
