import { expect, test } from 'vitest'
import { observed } from '#lib/core/observed.ts'
import { context, digest, endpoint, refusedTrust } from '#lib/testing/facts.ts'
import { isPathReason, pathReasonWords } from '#lib/x509/path/path-reason-words.ts'
import { chainPathInvalid } from './catalogue/chain-and-trust/chain-path-invalid.ts'
import { chainUntrustedAnchor } from './catalogue/chain-and-trust/chain-untrusted-anchor.ts'

const reasons = Object.keys(pathReasonWords).filter(isPathReason)

test.each(reasons)('a chain whose only path is refused for %s has one finding of it, and no pass', (reason) => {
  for (const last of ['root', 'stranger']) {
    const opinion = refusedTrust([{ sha256: [digest('leaf'), digest(last)], reason }])
    const facts = endpoint({ at: { tls: { trust: observed(opinion) } } })
    const outcomes = [chainUntrustedAnchor, chainPathInvalid].map((check) => check.evaluate(facts, context()).outcome)
    expect(outcomes.sort()).toEqual(['fail', 'not-applicable'])
  }
})
