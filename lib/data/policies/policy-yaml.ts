import { Document, isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml'
import { exactDuration } from '#lib/core/exact-duration.ts'
import { canonicalDocument, checkPolicyDocument, type DocumentFault, type PolicyDocument } from './policy-document.ts'

/** What is wrong with a text, and where; lines and columns count from 1. */
export interface TextProblem {
  readonly line: number
  readonly column: number
  readonly problem: string
}

export type ReadPolicies =
  | { readonly document: PolicyDocument; readonly lineOf: (path: readonly PropertyKey[]) => number }
  | { readonly problems: readonly TextProblem[] }

/** A line that says what a key means is worth more in the file than in a manual. */
const head = ` Policies of Countersign. What stands here replaces the whole policy of that environment or identity; others stay as
 they are. An identity's rule goes before its environment's, and that before the default.

 trustStore               name of the trust store; absent: the default one
 allowedNames             names that a certificate may carry beside the identity's own
 allowedIssuers           SHA-256 of the public keys (SPKI, hex) of CAs that may issue; absent: any under the store
 pins                     SHA-256 of the leaf's public key (SPKI, hex); absent: not pinned
 issuerPins               SHA-256 of public keys of CAs, one of which stands on every path
 trustDomains             SPIFFE trust domains that may appear
 spiffePaths              SPIFFE paths beside the identity's own; * stands for one segment
 mtls                     none, optional or required: whether clients prove themselves
 rotationIntervalSeconds  a leaf older than this is overdue; learned: by its own rhythm
 maxValiditySeconds       longest lifetime under a private CA
 expiryWarnShare          share of life left from which expiry is near, 0 to 1
 expiryUrgentShare        share of life left from which expiry is urgent, 0 to 1
 minProtocol              TLSv1.2 or TLSv1.3
 tlsProfile               mozilla-modern, mozilla-intermediate, mozilla-old, sp-800-52r2 or cnsa-2.0
 scanIntervalSeconds      between scans, 60 to 2592000; postureIntervalSeconds, mtlsIntervalSeconds: between deeper looks
 scanDepth                inventory or posture
 revocationMaxAgeSeconds  how old evidence that a certificate is not revoked may be
 revocationEvidence       where-named or required: whether a leaf that names no source of revocation is current
 severityOverrides        by check: critical, high, medium, low or info, whatever else would move it
 dueDays                  by severity: days within which a finding ought to be settled; null: at no date`

/** The document as YAML: equal policies give equal bytes. */
export function writePolicyYaml(document: PolicyDocument): string {
  const yaml = new Document(canonicalDocument(document), { version: '1.2' })
  yaml.commentBefore = head
  for (const section of ['environments', 'identities']) {
    const entries = yaml.get(section)
    if (isMap(entries)) for (const { value } of entries.items) tellDurations(value)
  }
  return yaml.toString({ lineWidth: 0, flowCollectionPadding: false })
}

function tellDurations(entry: unknown): void {
  if (!isMap(entry)) return
  for (const { key, value } of entry.items) {
    if (!isScalar(key) || !isScalar(value) || !String(key.value).endsWith('Seconds')) continue
    const seconds: Scalar = value
    if (typeof seconds.value === 'number') seconds.comment = ` ${exactDuration(seconds.value)}`
  }
}

/** Reads YAML or JSON, strictly: one document, no key twice, no alias, no tag, nothing that is not known. */
export function readPolicyYaml(text: string): ReadPolicies {
  const lines = new LineCounter()
  const yaml = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  })
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const broken = [...yaml.errors, ...yaml.warnings]
  if (broken.length > 0) return { problems: broken.map(({ pos, message }) => ({ ...at(pos[0]), problem: message })) }
  const placeOf = (path: readonly PropertyKey[]) => at(nodeAt(yaml.contents, path)?.range?.[0] ?? 0)
  const value = valueOf(yaml)
  if (value instanceof Error) return { problems: [{ line: 1, column: 1, problem: value.message }] }
  const checked = checkPolicyDocument(value)
  if ('document' in checked) return { document: checked.document, lineOf: (path) => placeOf(path).line }
  return { problems: checked.faults.map((fault) => ({ ...placeOf(fault.path), problem: told(fault) })) }
}

/** An alias could make a small text a large document. */
function valueOf(yaml: ReturnType<typeof parseDocument>): unknown {
  try {
    return yaml.toJS({ maxAliasCount: 0 })
  } catch (error) {
    return new Error(`aliases are not taken (${error instanceof Error ? error.message : String(error)})`)
  }
}

function told({ path, problem }: DocumentFault): string {
  return path.length === 0 ? problem : `${path.map(String).join(' → ')}: ${problem}`
}

/** The node at a path, or the one nearest to it; of a member of a map, its key. */
function nodeAt(root: unknown, path: readonly PropertyKey[]): Node | null {
  let node: unknown = root
  let nearest: Node | null = isMap(root) ? root : null
  for (const part of path) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part))
      : undefined
    if (pair) {
      if (isScalar(pair.key)) nearest = pair.key
      node = pair.value
      continue
    }
    const item = itemAt(node, part)
    if (item === null) break
    nearest = item
    node = item
  }
  return nearest
}

function itemAt(node: unknown, part: PropertyKey): Node | null {
  if (typeof part !== 'number' || !isSeq(node)) return null
  const item = node.items[part]
  return isNode(item) ? item : null
}
