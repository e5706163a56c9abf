import { ia5String, objectIdentifier, printableString, sequence, setOf, utf8String } from './der-writer.ts'
import type { IssueOptions } from './issue-options.ts'

const attributeOids: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  UID: '0.9.2342.19200300.100.1.1',
  DC: '0.9.2342.19200300.100.1.25',
  emailAddress: '1.2.840.113549.1.9.1',
}

/** DER of a Name, one attribute per RDN. */
export function distinguishedName(attributes: NonNullable<IssueOptions['subject']>): Buffer {
  return sequence(
    ...attributes.map(([type, value]) =>
      setOf(sequence(objectIdentifier(attributeOids[type] ?? type), attributeValue(type, value))),
    ),
  )
}

function attributeValue(type: string, value: string): Buffer {
  if (type === 'C' || type === 'SERIALNUMBER') return printableString(value)
  return type === 'DC' || type === 'emailAddress' ? ia5String(value) : utf8String(value)
}
