import { oddOpenssl } from './odd-openssl.ts'
import { oddOther } from './odd-other.ts'
import type { Subject } from './subject.ts'

/** Servers whose configuration is odd, but legal. */
export const oddSubjects: readonly Subject[] = [...oddOpenssl, ...oddOther]
