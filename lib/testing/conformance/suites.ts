import { crl } from './crl.ts'
import { limbo } from './limbo.ts'
import { ocsp } from './ocsp.ts'
import { parse } from './parse.ts'
import { pkits } from './pkits.ts'
import { spiffeId } from './spiffe-id.ts'
import type { Suite } from './suite.ts'
import { verifyChain } from './verify-chain.ts'

export const suites: Readonly<Record<string, Suite>> = {
  limbo,
  pkits,
  'verify-chain': verifyChain,
  ocsp,
  crl,
  'spiffe-id': spiffeId,
  parse,
}

/** Which suite reads which file of the folder of vectors (without .json.gz). */
export const suiteOfFile: ReadonlyMap<string, string> = new Map([
  ['boringssl-ocsp-dev', 'ocsp'],
  ['boringssl-crl-dev', 'crl'],
  ['spiffe-id-vectors-dev', 'spiffe-id'],
  ['pkits-dev', 'pkits'],
  ['boringssl-verify-chain-dev', 'verify-chain'],
  ['badssl', 'parse'],
  ['zlint-testdata', 'parse'],
  ['limbo-dev', 'limbo'],
])
