import { anchorsOf } from '../path/anchors.ts'
import type { ChainCertificate } from '../path/chain-certificate.ts'
import { findPaths } from '../path/find-paths.ts'
import type { PathProfile } from '../path/profile.ts'
import type { Crl } from './crl.ts'
import { pointsOf } from './crl-scope.ts'
import { judgeCrl } from './judge-crl.ts'
import type { RevocationJudgement } from './judgement.ts'
import type { RevocationRules } from './rules.ts'

export interface PathByCrls {
  /** A valid path: leaf first, anchor last. */
  readonly path: readonly ChainCertificate[]
  /** Certificates that may stand above a CRL's signer, or be it. */
  readonly others: readonly ChainCertificate[]
  readonly crls: readonly Crl[]
  /** Milliseconds since 1970. */
  readonly at: number
  /** For paths of CRL signers; its purpose does not count for them. */
  readonly profile: PathProfile
  readonly rules: RevocationRules
}

/**
 * Judges every certificate of a path below its anchor by CRLs, leaf first. A CRL's signer that is not the certificate's
 * issuer needs a valid path to the same anchor, unrevoked itself. Never throws.
 */
export function judgePathByCrls(question: PathByCrls): RevocationJudgement[] {
  return new PathJudge(question).judge(question.path, [])
}

/** Signers of signers of signers: nobody builds more. */
const deepest = 4
/** Signers that are judged for one path, each with a path of its own. */
const mostJudged = 64

class PathJudge {
  readonly #question: PathByCrls
  readonly #anchors: ReturnType<typeof anchorsOf>
  readonly #profile: PathProfile
  #judged = 0
  readonly #valid = new Map<string, readonly (readonly ChainCertificate[])[]>()

  constructor(question: PathByCrls) {
    this.#question = question
    this.#anchors = anchorsOf(question.path.slice(-1))
    // A signer of CRLs is an end of its path, whether it is a CA or not, and no SVID.
    this.#profile = { ...question.profile, name: 'rfc5280', purpose: null, leafMayBeCa: true }
  }

  /** `above`: signers whose own status is being judged; a circle proves nothing. */
  judge(path: readonly ChainCertificate[], above: readonly ChainCertificate[]): RevocationJudgement[] {
    const { crls, at, rules } = this.#question
    return path.slice(0, -1).map((certificate, place) => {
      const issuer = path[place + 1] ?? certificate
      const signers = (crl: Crl) => this.#signers(crl, certificate, above)
      return judgeCrl({ certificate, issuer, crls, signers, at, rules })
    })
  }

  #signers(crl: Crl, judged: ChainCertificate, above: readonly ChainCertificate[]): ChainCertificate[] {
    if (above.length >= deepest) return []
    const { others, path } = this.#question
    const named = [...path, ...others].filter(({ subject }) => subject.key === crl.issuer.key)
    return named.filter((signer) => {
      if (this.#judged >= mostJudged) return false
      this.#judged += 1
      if (signer.keyUsage?.has('cRLSign') !== true) return false
      if (signer.sha256 === judged.sha256) return above.includes(signer) && namesItself(signer)
      return !above.includes(signer) && this.#isValid(signer, [...above, signer])
    })
  }

  #isValid(signer: ChainCertificate, above: readonly ChainCertificate[]): boolean {
    if (this.#anchors.sha256.has(signer.sha256)) return true
    return this.#pathsOf(signer).some((path) => this.judge(path, above).every(({ status }) => status === 'GOOD'))
  }

  #pathsOf(signer: ChainCertificate): readonly (readonly ChainCertificate[])[] {
    const known = this.#valid.get(signer.sha256)
    if (known) return known
    const { at, others, path } = this.#question
    const { valid } = findPaths({
      leaf: signer,
      others: [...path, ...others],
      anchors: this.#anchors,
      at,
      profile: this.#profile,
    })
    const found = valid.map(({ certificates }) => certificates)
    this.#valid.set(signer.sha256, found)
    return found
  }
}

/** The CA above said, in the signer's own certificate, that the signer itself would list it. */
function namesItself(signer: ChainCertificate): boolean {
  const points = pointsOf(signer)
  return !('reason' in points) && points.some(({ crlIssuers }) => crlIssuers?.includes(signer.subject.key))
}
