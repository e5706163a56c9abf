import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { everyExtension } from '#lib/testing/certificates/every-extension.ts'
import { createRoot } from '#lib/testing/certificates.ts'
import { leaf } from '#lib/testing/facts.ts'
import { parseCertificate } from '#lib/x509/parse-certificate.ts'
import { extensionItems } from './extension-items.tsx'

/** Terms and the text of their values. */
function shown(certificate: Parameters<typeof extensionItems>[0]) {
  const text = (value: ReturnType<typeof extensionItems>[number]['value']) =>
    value === null
      ? null
      : renderToStaticMarkup(value)
          .replace(/<[^>]+>/g, ' ')
          .replace(/\s+/g, ' ')
          .trim()
  return Object.fromEntries(extensionItems(certificate).map(({ term, value }) => [term, text(value)]))
}

it('shows what is seldom there where it is there', () => {
  const { der } = createRoot().issue({ extraExtensions: everyExtension })
  expect(shown(parseCertificate(der))).toMatchObject({
    'Permitted names': 'example.test, 10.0.0.0/8, O=Example',
    'Excluded names': 'bad.example.test',
    'Policy mappings': '1.2.3 as 1.2.4',
    'Policy constraints': 'a policy is needed after 2 more certificates; policies are mapped for 0 more certificates',
    'Any policy counts': 'for 3 more certificates',
    'Issuer’s names': 'issuer.test, CN=Issuer',
    'Delta CRL': 'http://crl.example.test/delta',
    'Subject’s services': 'caRepository http://repository.example.test, 1.2.3 elsewhere.test',
    'Embedded SCTs': expect.stringMatching(/^2 abab.* 2026-01-02 00:00:00 UTC version 2 no time$/),
    'Unknown and critical': '1.2.3.4',
  })
})

it('says of an ordinary leaf no more than what is asked of every certificate', () => {
  const terms = Object.keys(shown(leaf()))
  expect(terms).toContain('Unknown and critical')
  expect(terms).not.toContain('Permitted names')
})

it('tells a constraint that permits nothing from one that permits all but what is excluded', () => {
  const permitted = (names: readonly never[] | null) =>
    shown(leaf({ nameConstraints: { permitted: names, excluded: [], critical: true } }))['Permitted names']
  expect(permitted([])).toBe('None (critical)')
  expect(permitted(null)).toBe('All that are not excluded (critical)')
})
