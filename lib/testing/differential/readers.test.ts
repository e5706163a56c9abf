import { expect, test } from 'vitest'
import { certificates } from '../lab/cases/credentials.ts'
import { noteNmap } from './nmap.ts'
import { Notes, type Sightings } from './sightings.ts'
import { readSslscan } from './sslscan.ts'
import { readTestssl } from './testssl.ts'

test('sslscan: versions, suites in their order, groups, schemes and the certificate', () => {
  const { sightings } = readSslscan(
    `<?xml version="1.0"?><document><ssltest>
      <protocol type="ssl" version="3" enabled="0" /><protocol type="tls" version="1.2" enabled="1" />
      <renegotiation supported="1" secure="1" />
No OCSP response received.
      <cipher status="preferred" sslversion="TLSv1.2" cipher="AES128-SHA" id="0x002F" />
      <cipher status="accepted" sslversion="TLSv1.2" cipher="DHE-RSA-AES256-SHA" id="0x0039" dhebits="1024" />
      <heartbleed sslversion="TLSv1.2" vulnerable="0" /><heartbleed sslversion="TLSv1.1" vulnerable="1" />
      <group sslversion="TLSv1.2" name="secp256r1 (NIST P-256)" id="0x0017" />
      <connection-signature-algorithm sslversion="TLSv1.2" name="rsa_pkcs1_sha256" id="0x0401" />
      <certificates>
        <certificate type="full"><certificate-blob>${certificates.rsa().leaf.pem}</certificate-blob></certificate>
        <certificate type="short">
          <signature-algorithm>sha256WithRSAEncryption</signature-algorithm><pk type="RSA" bits="2048" />
          <subject><![CDATA[lab rsa]]></subject><altnames><![CDATA[DNS:service.test, IP:::1]]></altnames>
          <not-valid-before>Nov 23 08:24:44 2026 GMT</not-valid-before><not-valid-after>Feb 21 09:24:44 2027 GMT</not-valid-after>
        </certificate>
      </certificates></ssltest></document>`,
    '  TLS Fallback SCSV:\nServer supports TLS Fallback SCSV\n  OCSP Stapling Request:\nNo OCSP response received.\n',
  )
  expect(Object.fromEntries(sightings)).toEqual({
    versions: ['TLSv1.2'],
    'secure renegotiation': ['yes'],
    'suites TLSv1.2': ['TLS_RSA_WITH_AES_128_CBC_SHA', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA'],
    'order TLSv1.2': ['TLS_RSA_WITH_AES_128_CBC_SHA', 'TLS_DHE_RSA_WITH_AES_256_CBC_SHA'],
    'dh bits': ['1024'],
    heartbleed: ['yes'],
    'groups TLSv1.2': ['secp256r1'],
    'schemes TLSv1.2': ['rsa_pkcs1_sha256'],
    leaf: [certificates.rsa().leaf.sha256],
    'leaf: common name': ['lab rsa'],
    'leaf: names': ['service.test'],
    'leaf: signature': ['sha256WithRSAEncryption'],
    'leaf: not before': ['2026-11-23T08:24'],
    'leaf: not after': ['2027-02-21T09:24'],
    'leaf: key': ['rsa 2048'],
    'fallback scsv': ['yes'],
    staple: ['no'],
  })
})

test('nmap: suites, preference, groups, finite fields, compression, ALPN', () => {
  const notes = new Notes()
  noteNmap(
    notes,
    `<nmaprun><script id="ssl-enum-ciphers"><table key="TLSv1.3">
      <table key="ciphers"><table><elem key="name">TLS_AKE_WITH_AES_128_GCM_SHA256</elem><elem key="kex_info">ecdh_x25519</elem></table>
        <table><elem key="name">TLS_DHE_RSA_WITH_AES_128_CBC_SHA</elem><elem key="kex_info">dh 1024</elem></table></table>
      <table key="compressors"><elem>NULL</elem></table><elem key="cipher preference">client</elem></table>
      <elem key="least strength">A</elem></script>
      <script id="tls-nextprotoneg"><elem>spdy/2</elem></script>
      <script id="ssl-date" output="x"><elem key="delta">-3600.0</elem><elem key="date">2026</elem></script>
      <script id="http-server-header" output="x"><elem>nginx</elem></script>
      <script id="http-security-headers" output="&#xa;    Header: X-Frame-Options: DENY&#xa;    Description: x" />
      <script id="tls-alpn"><elem>h2</elem><elem>http/1.1</elem></script>
      <script id="ssl-heartbleed" output="&#xa;  NOT VULNERABLE:&#xa;    State: NOT VULNERABLE"></script>
      <script id="ssl-ccs-injection" output="&#xa;  VULNERABLE:&#xa;    State: VULNERABLE&#xa;"></script></nmaprun>`,
  )
  expect(Object.fromEntries(notes.sightings)).toEqual({
    versions: ['TLSv1.3'],
    'suites TLSv1.3': ['TLS_AES_128_GCM_SHA256', 'TLS_DHE_RSA_WITH_AES_128_CBC_SHA'],
    'preference TLSv1.3': ['client'],
    'groups used TLSv1.3': ['x25519'],
    'dh bits': ['1024'],
    compression: ['no'],
    npn: ['spdy/2'],
    clock: ['wrong'],
    'header server': ['nginx'],
    hsts: [],
    'header x-frame-options': ['DENY'],
    alpn: ['h2', 'http/1.1'],
    heartbleed: ['no'],
    'ccs injection': ['yes'],
  })
})

test('testssl.sh: what its findings say in known words', () => {
  const seen: Sightings = readTestssl(
    JSON.stringify([
      { id: 'TLS1_1', finding: 'not offered' },
      { id: 'TLS1_3', finding: 'offered with final' },
      { id: 'cipher-tls1_2_xc030', finding: 'TLS 1.2   xc030   ECDHE-RSA-AES256-GCM-SHA384' },
      { id: 'PFS_ECDHE_curves', finding: 'prime256v1 X25519' },
      { id: 'TLS_extensions', finding: "'renegotiation info/#65281' 'extended master secret/#23'" },
      { id: 'NPN', finding: 'offered with spdy/3.1, http/1.1 (advertised)' },
      { id: 'TLS_timestamp', finding: 'off by -2 seconds from your localtime' },
      { id: 'TLS_session_ticket', finding: 'valid for 7200 seconds only (<daily)' },
      { id: 'cookie_secure', finding: "1/2 at '/' marked as secure" },
      { id: 'cookie_httponly', finding: "All (2) at '/' marked as HttpOnly" },
      { id: 'X-Frame-Options', finding: 'DENY' },
      { id: 'heartbleed', finding: 'not vulnerable, no heartbeat extension' },
      { id: 'CCS', finding: 'VULNERABLE' },
      { id: 'ticketbleed', finding: 'no session ticket extension' },
      { id: 'ROBOT', finding: 'not vulnerable, no RSA key transport cipher' },
      { id: 'cert_keySize <cert#1>', finding: 'RSA 2048 bits' },
      { id: 'HSTS_time', finding: '730 days (=63072000 seconds) > 15552000 seconds' },
      { id: 'fallback_SCSV', finding: 'no protocol below TLS 1.2 offered' },
    ]),
  ).sightings
  expect(Object.fromEntries(seen)).toMatchObject({
    versions: ['TLSv1.3'],
    'suites TLSv1.2': ['TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    'groups of any version': ['secp256r1', 'x25519'],
    npn: ['spdy/3.1', 'http/1.1'],
    clock: ['right'],
    'ticket life': ['7200'],
    'cookies with Secure': ['1'],
    'cookies with HttpOnly': ['2'],
    'header x-frame-options': ['DENY'],
    heartbeat: ['no'],
    'extended master secret': ['yes'],
    heartbleed: ['no'],
    'ccs injection': ['yes'],
    robot: ['no'],
    'leaf: key': ['rsa 2048'],
    hsts: ['max-age=63072000'],
  })
  expect(seen.has('fallback scsv')).toBe(false)
  expect(seen.has('ticketbleed')).toBe(false)
})
