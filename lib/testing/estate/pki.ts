import { createServer, type IncomingMessage } from 'node:http'
import { dayMs, hourMs } from '#lib/core/time.ts'
import { readChainCertificate } from '#lib/x509/path/chain-certificate.ts'
import { ocspRequest } from '#lib/x509/revocation/ocsp-request.ts'
import { ocspAnswer } from '../certificates/ocsp-answer.ts'
import { revocationList } from '../certificates/revocation-list.ts'
import { type LabServer, listen } from '../lab/tls-server.ts'
import { type Authorities, serialOf } from './authorities.ts'
import { issueLeaf, turnAt } from './credentials.ts'
import type { CertificatePlan, Service } from './service.ts'
import type { EstateState } from './state.ts'

/** CRLReason keyCompromise. */
const keyCompromise = 1

/**
 * The web server of the estate's production CA: its revocation list at `/production.crl`, a responder at `/ocsp`. Both
 * are signed when they are asked for.
 */
export async function startPki(
  services: readonly Service[],
  state: EstateState,
  authorities: Authorities,
  port: number,
): Promise<LabServer> {
  const { ca } = authorities.issuers.production
  const http = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const answer =
      request.url === '/production.crl'
        ? listOf(services, state, ca)
        : request.url === '/ocsp'
          ? answerTo(body, services, state, authorities)
          : null
    if (answer === null) response.writeHead(404).end()
    else response.writeHead(200, { 'cache-control': 'max-age=300' }).end(answer)
  })
  return await listen({ port }, (socket) => http.emit('connection', socket))
}

function listOf(
  services: readonly Service[],
  { createdAt }: EstateState,
  issuer: Authorities['issuers']['production']['ca'],
) {
  const now = new Date()
  const revoked = plans(services, 'revoked').flatMap(({ service, plan }) => {
    const { number } = turnAt(plan.life, createdAt, now)
    return Array.from({ length: number + 1 }, (_, turn) => ({
      serial: serialOf(`${service.host}#${turn}`),
      at: new Date(createdAt.getTime() - dayMs),
      reason: keyCompromise,
    }))
  })
  return revocationList({
    issuer,
    thisUpdate: new Date(now.getTime() - hourMs),
    nextUpdate: new Date(now.getTime() + dayMs),
    number: Math.floor(now.getTime() / 1000),
    revoked,
  })
}

/** Good for each certificate that is served now under the responder's URL; nothing for others. */
function answerTo(
  body: Buffer,
  services: readonly Service[],
  state: EstateState,
  authorities: Authorities,
): Buffer | null {
  const now = new Date()
  const { ca: issuer } = authorities.issuers.production
  for (const { service, plan } of plans(services, 'ocsp')) {
    const certificate = issueLeaf(service, plan, turnAt(plan.life, state.createdAt, now), state, authorities)
    const asked = ocspRequest(readChainCertificate(certificate.der), readChainCertificate(issuer.der))
    if (Buffer.compare(asked, body) !== 0) continue
    const thisUpdate = new Date(now.getTime() - hourMs)
    const nextUpdate = new Date(now.getTime() + dayMs)
    return ocspAnswer({
      issuer,
      producedAt: thisUpdate,
      answers: [{ certificate, status: 'good', thisUpdate, nextUpdate }],
    })
  }
  return null
}

function plans(
  services: readonly Service[],
  status: NonNullable<CertificatePlan['status']>,
): { service: Service; plan: CertificatePlan }[] {
  return services.flatMap((service) =>
    service.serves.kind === 'tls' && service.serves.certificate.status === status
      ? [{ service, plan: service.serves.certificate }]
      : [],
  )
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
