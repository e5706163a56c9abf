import type { Certificate } from './certificate.ts'

/** The fields of a certificate that its extensions fill. */
export type ExtensionFields = Pick<
  Certificate,
  | 'subjectAltNames'
  | 'subjectAltNamesCritical'
  | 'basicConstraints'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'subjectKeyId'
  | 'authorityKeyId'
  | 'ocspUrls'
  | 'caIssuersUrls'
  | 'crlUrls'
  | 'policies'
  | 'mustStaple'
  | 'sctCount'
  | 'ctPoison'
  | 'unknownCriticalExtensions'
>

export const noExtensions: ExtensionFields = {
  subjectAltNames: [],
  subjectAltNamesCritical: false,
  basicConstraints: null,
  keyUsage: null,
  extendedKeyUsage: null,
  subjectKeyId: null,
  authorityKeyId: null,
  ocspUrls: [],
  caIssuersUrls: [],
  crlUrls: [],
  policies: [],
  mustStaple: false,
  sctCount: 0,
  ctPoison: false,
  unknownCriticalExtensions: [],
}
