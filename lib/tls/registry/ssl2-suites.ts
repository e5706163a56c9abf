/** CIPHER-KINDs of SSL 2.0 (draft-hickman-netscape-ssl-00, and those with SHA of OpenSSL): value, name, strength in bits. */
export const ssl2Suites: readonly (readonly [id: number, name: string, bits: number])[] = [
  [0x0700c0, 'SSL_CK_DES_192_EDE3_CBC_WITH_MD5', 112],
  [0x0701c0, 'SSL_CK_DES_192_EDE3_CBC_WITH_SHA', 112],
  [0x050080, 'SSL_CK_IDEA_128_CBC_WITH_MD5', 128],
  [0x030080, 'SSL_CK_RC2_128_CBC_WITH_MD5', 128],
  [0x010080, 'SSL_CK_RC4_128_WITH_MD5', 128],
  [0x080080, 'SSL_CK_RC4_64_WITH_MD5', 64],
  [0x060040, 'SSL_CK_DES_64_CBC_WITH_MD5', 56],
  [0x060140, 'SSL_CK_DES_64_CBC_WITH_SHA', 56],
  [0x040080, 'SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5', 40],
  [0x020080, 'SSL_CK_RC4_128_EXPORT40_WITH_MD5', 40],
  [0x000000, 'SSL_CK_NULL_WITH_MD5', 0],
]
