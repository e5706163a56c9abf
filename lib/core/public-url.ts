import { readEnv } from './env.ts'

/** Where browsers and clients reach the product: an origin without a trailing slash. */
export function publicUrl(): string {
  const { COUNTERSIGN_URL, PORT } = readEnv()
  return new URL(COUNTERSIGN_URL ?? `http://localhost:${PORT}`).origin
}
