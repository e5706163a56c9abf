import { type Certificate, certificateFieldsVersion } from '#lib/x509/certificate.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'

/** A row of `certificate` by alias `c`, for `readStored`. */
export const storedColumns = 'c.fields, c.fields_version AS "fieldsVersion", c.der'

export interface StoredCertificate {
  fields: Certificate
  fieldsVersion: number
  der: Buffer
}

/** What stands in a certificate; fields of an older shape are read anew from the DER. */
export function readStored({ fields, fieldsVersion, der }: StoredCertificate): Certificate {
  return fieldsVersion === certificateFieldsVersion ? fields : parseCertificate(der)
}
