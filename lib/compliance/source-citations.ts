/** What a label that guidance cites is worth: does it name what it says? */
export const citationVerdicts = {
  'correct-but-coarse': 'valid identifier, a finer one exists',
  'superseded-identifier': 'identifier of an older version',
  'wrong-document': 'identifier belongs to another publication',
  mismatch: 'identifier exists with another subject',
  'no-identifier': 'a principle without an identifier',
} as const

export type CitationVerdict = keyof typeof citationVerdicts

/**
 * A reference as the source guidance cites it, with what is right or wrong about it and the official controls that it
 * means. Shown beside the official control; it never carries a score of its own.
 */
export interface SourceCitation {
  readonly key: string
  readonly document: string
  /** Verbatim; the reference is null where the guidance gives none. */
  readonly asCited: { readonly framework: string; readonly reference: string | null; readonly text: string }
  readonly verdict: CitationVerdict
  readonly why: string
  readonly official: readonly { readonly framework: string; readonly control: string; readonly relation: string }[]
}

export const sourceCitations: readonly SourceCitation[] = [
  {
    key: 'docA:OWASP NHI-06',
    document: 'NHI Mgmt Group glossary, TLS Connection, updated 2026-06-25',
    asCited: {
      framework: 'OWASP Non-Human Identity Top 10',
      reference: 'NHI-06',
      text: 'Covers service identity and transport controls that prevent NHI impersonation.',
    },
    verdict: 'mismatch',
    why: 'The official list numbers its entries NHI1:2025 to NHI10:2025; entry 6 is Insecure Cloud Deployment Configurations (CI/CD static credentials and OIDC claims) and says nothing of TLS or service identity.',
    official: [
      { framework: 'owasp-nhi', control: 'NHI4:2025', relation: 'closest by intent (interpretive)' },
      {
        framework: 'owasp-nhi',
        control: 'NHI6:2025',
        relation: 'same number, other subject; used only for pipeline checks',
      },
    ],
  },
  {
    key: 'docA:NIST CSF 2.0 PR.DS',
    document: 'NHI Mgmt Group glossary, TLS Connection, updated 2026-06-25',
    asCited: {
      framework: 'NIST CSF 2.0',
      reference: 'PR.DS',
      text: 'Protects data in transit through encryption and secure communications.',
    },
    verdict: 'correct-but-coarse',
    why: 'PR.DS is a valid CSF 2.0 category (Data Security); the outcome for transit is PR.DS-02.',
    official: [
      { framework: 'nist-csf', control: 'PR.DS', relation: 'exact' },
      { framework: 'nist-csf', control: 'PR.DS-02', relation: 'precise outcome' },
    ],
  },
  {
    key: 'docA:SP 800-207 SC-23',
    document: 'NHI Mgmt Group glossary, TLS Connection, updated 2026-06-25',
    asCited: {
      framework: 'NIST Zero Trust (SP 800-207)',
      reference: 'SC-23',
      text: 'Supports secure communications with authenticated, encrypted connections in Zero Trust.',
    },
    verdict: 'wrong-document',
    why: 'SC-23 Session Authenticity is an SP 800-53 Rev 5 control; SP 800-207 has tenets and no control identifiers.',
    official: [
      { framework: 'nist-sp-800-53', control: 'SC-23', relation: 'exact identifier, right document' },
      { framework: 'nist-sp-800-53', control: 'SC-8(1)', relation: 'encryption half of the statement' },
      { framework: 'nist-sp-800-207', control: 'tenet-2', relation: 'the Zero Trust statement meant' },
    ],
  },
  {
    key: 'docB:NIST CSF 2.0 PR.AC-1',
    document: 'NHI Mgmt Group, TLS encryption and TLS authentication, updated 2026-05-31',
    asCited: {
      framework: 'NIST CSF 2.0',
      reference: 'PR.AC-1',
      text: 'Identity verification and trust decisions map directly to access control outcomes.',
    },
    verdict: 'superseded-identifier',
    why: 'PR.AC-1 is CSF 1.1. The CSF 2.0 catalogue keeps PR.AC-01 as withdrawn, incorporated into PR.AA-01 and PR.AA-05; authenticating services is PR.AA-03.',
    official: [
      { framework: 'nist-csf-1.1', control: 'PR.AC-1', relation: 'as written, superseded' },
      { framework: 'nist-csf', control: 'PR.AA-01', relation: 'official successor' },
      { framework: 'nist-csf', control: 'PR.AA-05', relation: 'official successor' },
      { framework: 'nist-csf', control: 'PR.AA-03', relation: 'closest by intent' },
    ],
  },
  {
    key: 'docB:OWASP NHI-01',
    document: 'NHI Mgmt Group, TLS encryption and TLS authentication, updated 2026-05-31',
    asCited: {
      framework: 'OWASP Non-Human Identity Top 10',
      reference: 'NHI-01',
      text: 'TLS auth is part of proving machine identity before secrets or access are trusted.',
    },
    verdict: 'mismatch',
    why: 'NHI1:2025 is Improper Offboarding.',
    official: [
      { framework: 'owasp-nhi', control: 'NHI4:2025', relation: 'closest by intent (interpretive)' },
      {
        framework: 'owasp-nhi',
        control: 'NHI1:2025',
        relation: 'same number, other subject; used for offboarding checks',
      },
    ],
  },
  {
    key: 'docB:SP 800-207 explicit verification',
    document: 'NHI Mgmt Group, TLS encryption and TLS authentication, updated 2026-05-31',
    asCited: {
      framework: 'NIST Zero Trust (SP 800-207)',
      reference: null,
      text: 'Zero Trust requires explicit verification, not implicit network trust after encryption.',
    },
    verdict: 'no-identifier',
    why: 'A principle, not a control; the wording verify explicitly comes from other zero trust guidance (for example NSA/DoD). SP 800-207 section 2.1 tenets 2, 3 and 6 carry it.',
    official: [
      { framework: 'nist-sp-800-207', control: 'tenet-2', relation: 'no trust from network location' },
      { framework: 'nist-sp-800-207', control: 'tenet-3', relation: 'per session' },
      { framework: 'nist-sp-800-207', control: 'tenet-6', relation: 'authentication before access' },
    ],
  },
]

/** The labels of the guidance that mean this official control. */
export function citationsOf(framework: string, control: string): readonly SourceCitation[] {
  return sourceCitations.filter(({ official }) =>
    official.some((meant) => meant.framework === framework && meant.control === control),
  )
}
