import { getDiffieHellman } from 'node:crypto'
import { integer, sequence } from '../../certificates/der-writer.ts'

/** A prime of 1024 bits that nobody else uses (made with `openssl dhparam 1024`). */
const ownPrime =
  'caa95372bf8cf570de2d15e417c1245a6576b2c889f829bc937c12ce005524ad25b4ce00e9268f39caac5ca42fca316113487f9e3dd0200df641d278e92e0b6306a215c23c218f67358f175a91943c9cfc91a5b8388e636085c10260beaacdd9fbfd930dc2c847322c66399ff9c5176cd38d9f7bbb8261b8a28637c6c765956f'

/** PEM of Diffie-Hellman parameters. */
export const dhParameters = {
  own1024: () => pem(ownPrime),
  /** RFC 2409 group 2 */
  oakley1024: () => pem(getDiffieHellman('modp2').getPrime('hex')),
  /** RFC 3526 group 14 */
  modp2048: () => pem(getDiffieHellman('modp14').getPrime('hex')),
} as const

/** PKCS #3: SEQUENCE { prime, generator } */
function pem(prime: string): string {
  const lines = sequence(integer(BigInt(`0x${prime}`)), integer(2))
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n')
  return `-----BEGIN DH PARAMETERS-----\n${lines}\n-----END DH PARAMETERS-----\n`
}
