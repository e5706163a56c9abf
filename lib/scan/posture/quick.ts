import type { AskedFacts, Posture } from './posture.ts'

export async function askQuickly(posture: Posture): Promise<AskedFacts> {
  return posture.askAll()
}
