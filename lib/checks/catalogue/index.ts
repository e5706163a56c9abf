import type { Check } from '#lib/checks/contract.ts'
import { chainCaExpiring } from './chain-and-trust/chain-ca-expiring.ts'
import { chainCaWeak } from './chain-and-trust/chain-ca-weak.ts'
import { chainIncomplete } from './chain-and-trust/chain-incomplete.ts'
import { chainIssuerNotAllowed } from './chain-and-trust/chain-issuer-not-allowed.ts'
import { chainPathInvalid } from './chain-and-trust/chain-path-invalid.ts'
import { chainSelfSignedLeaf } from './chain-and-trust/chain-self-signed-leaf.ts'
import { chainUntrustedAnchor } from './chain-and-trust/chain-untrusted-anchor.ts'
import { leafIsCa } from './chain-and-trust/leaf-is-ca.ts'
import { trustStoreUnapprovedAnchor } from './chain-and-trust/trust-store-unapproved-anchor.ts'
import { ekuExcessive } from './identity-binding/eku-excessive.ts'
import { ekuRoleMissing } from './identity-binding/eku-role-missing.ts'
import { identityInternalNamePublicCa } from './identity-binding/identity-internal-name-public-ca.ts'
import { identityPinMismatch } from './identity-binding/identity-pin-mismatch.ts'
import { identityReferenceMismatch } from './identity-binding/identity-reference-mismatch.ts'
import { identitySanMissing } from './identity-binding/identity-san-missing.ts'
import { identitySanOversized } from './identity-binding/identity-san-oversized.ts'
import { identityUnregistered } from './identity-binding/identity-unregistered.ts'
import { identityWildcardCertificate } from './identity-binding/identity-wildcard-certificate.ts'
import { spiffeIdInvalid } from './identity-binding/spiffe-id-invalid.ts'
import { spiffeLeafProfileInvalid } from './identity-binding/spiffe-leaf-profile-invalid.ts'
import { spiffeTrustDomainUnexpected } from './identity-binding/spiffe-trust-domain-unexpected.ts'
import { cryptographyReviewOverdue } from './inventory-and-ownership/cryptography-review-overdue.ts'
import { exceptionExpired } from './inventory-and-ownership/exception-expired.ts'
import { inventoryFieldsMissing } from './inventory-and-ownership/inventory-fields-missing.ts'
import { inventoryOwnerInactive } from './inventory-and-ownership/inventory-owner-inactive.ts'
import { inventoryOwnerMissing } from './inventory-and-ownership/inventory-owner-missing.ts'
import { inventoryScopeExceedsUse } from './inventory-and-ownership/inventory-scope-exceeds-use.ts'
import { inventoryThirdPartyUnreviewed } from './inventory-and-ownership/inventory-third-party-unreviewed.ts'
import { inventoryUnknownCertificate } from './inventory-and-ownership/inventory-unknown-certificate.ts'
import { inventoryUnusedIdentity } from './inventory-and-ownership/inventory-unused-identity.ts'
import { scanCoverageGap } from './inventory-and-ownership/scan-coverage-gap.ts'
import { certificateProfileMalformed } from './key-and-signature/certificate-profile-malformed.ts'
import { keyEcCurveUnapproved } from './key-and-signature/key-ec-curve-unapproved.ts'
import { keyKnownWeak } from './key-and-signature/key-known-weak.ts'
import { keyRsaTooSmall } from './key-and-signature/key-rsa-too-small.ts'
import { keyStorageUnprotected } from './key-and-signature/key-storage-unprotected.ts'
import { privateKeyExposed } from './key-and-signature/private-key-exposed.ts'
import { serialNumberWeak } from './key-and-signature/serial-number-weak.ts'
import { signatureHashWeak } from './key-and-signature/signature-hash-weak.ts'
import { clientVerificationDisabled } from './mtls-enforcement/client-verification-disabled.ts'
import { mtlsClientCaOverbroad } from './mtls-enforcement/mtls-client-ca-overbroad.ts'
import { mtlsIdentityNotAuthorised } from './mtls-enforcement/mtls-identity-not-authorised.ts'
import { mtlsInvalidClientAccepted } from './mtls-enforcement/mtls-invalid-client-accepted.ts'
import { mtlsNotEnforced } from './mtls-enforcement/mtls-not-enforced.ts'
import { mtlsPolicyUndefined } from './mtls-enforcement/mtls-policy-undefined.ts'
import { mtlsPublicCertificateAsClient } from './mtls-enforcement/mtls-public-certificate-as-client.ts'
import { mtlsUntrustedClientAccepted } from './mtls-enforcement/mtls-untrusted-client-accepted.ts'
import { pqcCnsa2Nonconformant } from './pqc-readiness/pqc-cnsa2-nonconformant.ts'
import { pqcKeyExchangeMissing } from './pqc-readiness/pqc-key-exchange-missing.ts'
import { pqcValidityBeyondTransition } from './pqc-readiness/pqc-validity-beyond-transition.ts'
import { pqcVulnerableSignature } from './pqc-readiness/pqc-vulnerable-signature.ts'
import { cipherCbcWithoutEtm } from './protocol-and-cipher/cipher-cbc-without-etm.ts'
import { cipherNoForwardSecrecy } from './protocol-and-cipher/cipher-no-forward-secrecy.ts'
import { cipherNullAnonymousExport } from './protocol-and-cipher/cipher-null-anonymous-export.ts'
import { cipherWeakLegacy } from './protocol-and-cipher/cipher-weak-legacy.ts'
import { handshakeSignatureWeak } from './protocol-and-cipher/handshake-signature-weak.ts'
import { kexGroupWeak } from './protocol-and-cipher/kex-group-weak.ts'
import { protocolEarlyDataAccepted } from './protocol-and-cipher/protocol-early-data-accepted.ts'
import { protocolFleetInconsistent } from './protocol-and-cipher/protocol-fleet-inconsistent.ts'
import { protocolImplementationFlaw } from './protocol-and-cipher/protocol-implementation-flaw.ts'
import { protocolPlaintextExposed } from './protocol-and-cipher/protocol-plaintext-exposed.ts'
import { protocolProfileNonconformant } from './protocol-and-cipher/protocol-profile-nonconformant.ts'
import { protocolSslEnabled } from './protocol-and-cipher/protocol-ssl-enabled.ts'
import { protocolTls10Tls11Enabled } from './protocol-and-cipher/protocol-tls10-tls11-enabled.ts'
import { protocolTls12HardeningMissing } from './protocol-and-cipher/protocol-tls12-hardening-missing.ts'
import { protocolTls13Unsupported } from './protocol-and-cipher/protocol-tls13-unsupported.ts'
import { sniUnknownNameAccepted } from './protocol-and-cipher/sni-unknown-name-accepted.ts'
import { humanUseOfCredential } from './reuse-and-isolation/human-use-of-credential.ts'
import { isolationNonproductionCaInProduction } from './reuse-and-isolation/isolation-nonproduction-ca-in-production.ts'
import { isolationProductionIdentityElsewhere } from './reuse-and-isolation/isolation-production-identity-elsewhere.ts'
import { isolationSharedTrustDomain } from './reuse-and-isolation/isolation-shared-trust-domain.ts'
import { reuseCertificateAcrossEnvironments } from './reuse-and-isolation/reuse-certificate-across-environments.ts'
import { reuseCertificateAcrossServices } from './reuse-and-isolation/reuse-certificate-across-services.ts'
import { reuseKeyAcrossEnvironments } from './reuse-and-isolation/reuse-key-across-environments.ts'
import { reuseKeyAcrossIdentities } from './reuse-and-isolation/reuse-key-across-identities.ts'
import { reuseKeyAcrossRotations } from './reuse-and-isolation/reuse-key-across-rotations.ts'
import { offboardedCredentialStillValid } from './revocation/offboarded-credential-still-valid.ts'
import { revocationEvidenceInvalid } from './revocation/revocation-evidence-invalid.ts'
import { revocationMustStapleUnmet } from './revocation/revocation-must-staple-unmet.ts'
import { revocationPointerMissing } from './revocation/revocation-pointer-missing.ts'
import { revocationRevokedInUse } from './revocation/revocation-revoked-in-use.ts'
import { revocationStatusUnavailable } from './revocation/revocation-status-unavailable.ts'
import { caaNotRestrictive } from './transparency/caa-not-restrictive.ts'
import { ctSctInsufficient } from './transparency/ct-sct-insufficient.ts'
import { ctUnexpectedIssuance } from './transparency/ct-unexpected-issuance.ts'
import { rotationIssuedNotServed } from './validity-and-rotation/rotation-issued-not-served.ts'
import { rotationKeyUnchanged } from './validity-and-rotation/rotation-key-unchanged.ts'
import { rotationLatePattern } from './validity-and-rotation/rotation-late-pattern.ts'
import { rotationNotAutomated } from './validity-and-rotation/rotation-not-automated.ts'
import { rotationNotDeployed } from './validity-and-rotation/rotation-not-deployed.ts'
import { rotationOverdue } from './validity-and-rotation/rotation-overdue.ts'
import { validityExceedsPolicy } from './validity-and-rotation/validity-exceeds-policy.ts'
import { validityExceedsPublicLimit } from './validity-and-rotation/validity-exceeds-public-limit.ts'
import { validityExpired } from './validity-and-rotation/validity-expired.ts'
import { validityExpiringSoon } from './validity-and-rotation/validity-expiring-soon.ts'
import { validityNotYetValid } from './validity-and-rotation/validity-not-yet-valid.ts'

/** Every check, by group and within it in the order of reports. */
export const catalogue: readonly Check[] = [
  identityReferenceMismatch,
  identitySanMissing,
  identityWildcardCertificate,
  identitySanOversized,
  identityInternalNamePublicCa,
  identityPinMismatch,
  spiffeIdInvalid,
  spiffeLeafProfileInvalid,
  spiffeTrustDomainUnexpected,
  identityUnregistered,
  ekuRoleMissing,
  ekuExcessive,
  chainUntrustedAnchor,
  chainPathInvalid,
  chainIncomplete,
  chainSelfSignedLeaf,
  chainIssuerNotAllowed,
  chainCaExpiring,
  chainCaWeak,
  leafIsCa,
  trustStoreUnapprovedAnchor,
  validityExpired,
  rotationOverdue,
  validityNotYetValid,
  validityExpiringSoon,
  validityExceedsPublicLimit,
  validityExceedsPolicy,
  rotationIssuedNotServed,
  rotationKeyUnchanged,
  rotationNotDeployed,
  rotationLatePattern,
  rotationNotAutomated,
  revocationRevokedInUse,
  revocationStatusUnavailable,
  revocationPointerMissing,
  revocationEvidenceInvalid,
  revocationMustStapleUnmet,
  offboardedCredentialStillValid,
  keyRsaTooSmall,
  keyEcCurveUnapproved,
  keyKnownWeak,
  privateKeyExposed,
  keyStorageUnprotected,
  signatureHashWeak,
  serialNumberWeak,
  certificateProfileMalformed,
  protocolTls10Tls11Enabled,
  cipherWeakLegacy,
  protocolSslEnabled,
  protocolTls13Unsupported,
  protocolPlaintextExposed,
  cipherNullAnonymousExport,
  cipherNoForwardSecrecy,
  cipherCbcWithoutEtm,
  kexGroupWeak,
  handshakeSignatureWeak,
  protocolTls12HardeningMissing,
  protocolImplementationFlaw,
  protocolEarlyDataAccepted,
  protocolProfileNonconformant,
  protocolFleetInconsistent,
  sniUnknownNameAccepted,
  mtlsNotEnforced,
  mtlsUntrustedClientAccepted,
  mtlsInvalidClientAccepted,
  mtlsClientCaOverbroad,
  mtlsIdentityNotAuthorised,
  mtlsPublicCertificateAsClient,
  clientVerificationDisabled,
  mtlsPolicyUndefined,
  reuseCertificateAcrossEnvironments,
  reuseKeyAcrossEnvironments,
  reuseCertificateAcrossServices,
  reuseKeyAcrossIdentities,
  reuseKeyAcrossRotations,
  isolationNonproductionCaInProduction,
  isolationProductionIdentityElsewhere,
  isolationSharedTrustDomain,
  humanUseOfCredential,
  inventoryOwnerMissing,
  inventoryOwnerInactive,
  inventoryFieldsMissing,
  inventoryUnknownCertificate,
  inventoryUnusedIdentity,
  inventoryThirdPartyUnreviewed,
  inventoryScopeExceedsUse,
  scanCoverageGap,
  exceptionExpired,
  cryptographyReviewOverdue,
  pqcKeyExchangeMissing,
  pqcVulnerableSignature,
  pqcValidityBeyondTransition,
  pqcCnsa2Nonconformant,
  ctSctInsufficient,
  ctUnexpectedIssuance,
  caaNotRestrictive,
]

const byId: ReadonlyMap<string, Check> = new Map(catalogue.map((check) => [check.id, check]))

/** Null for a check that this version no longer knows: verdicts and findings outlive checks. */
export function findCheck(id: string): Check | null {
  return byId.get(id) ?? null
}
