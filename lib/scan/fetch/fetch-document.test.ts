import { once } from 'node:events'
import http, { type IncomingMessage, type RequestListener } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import type { Scope } from '../scope.ts'
import { type DocumentRequest, fetchDocument, fetchLimits } from './fetch-document.ts'

const scope: Scope = { allow: ['127.0.0.0/8'], deny: [], allowPublic: true, staticHosts: {}, forbidden: [] }
const short = { overallMs: 600, connectMs: 300, idleMs: 200 }

const servers: Server[] = []
const sockets = new Set<Socket>()

afterEach(async () => {
  for (const socket of sockets) socket.destroy()
  await Promise.all(servers.splice(0).map((server) => new Promise((done) => server.close(done))))
})

async function listen(server: Server): Promise<string> {
  servers.push(server)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  return `127.0.0.1:${typeof bound === 'object' ? bound?.port : bound}`
}

function web(listener: RequestListener): Promise<string> {
  return listen(http.createServer(listener))
}

/** Does as it likes with each connection once something was asked. */
function raw(talk: (socket: Socket) => void): Promise<string> {
  return listen(createServer((socket) => socket.once('data', () => talk(socket))))
}

function get(
  at: string,
  change: Partial<DocumentRequest> = {},
  options: Partial<Parameters<typeof fetchDocument>[1]> = {},
) {
  const url = at.includes('://') ? at : `http://${at}/list.crl`
  return fetchDocument(
    { url, maxBytes: 1000, accept: 'application/pkix-crl', ...change },
    { scope, limits: short, ...options },
  )
}

describe('what is asked and given', () => {
  test('a document with its tag and lifetime; the request says who asks, and carries no cookie', async () => {
    const heads: IncomingMessage['headers'][] = []
    const at = await web((request, response) => {
      heads.push(request.headers)
      response.setHeader('set-cookie', 'a=b').setHeader('etag', '"v1"').setHeader('cache-control', 'max-age=60')
      response.end('list')
    })
    await get(at)
    expect(await get(at)).toEqual({ kind: 'answer', body: Buffer.from('list'), etag: '"v1"', freshForMs: 60_000 })
    expect(heads[1]).toMatchObject({ host: at, 'accept-encoding': 'identity', accept: 'application/pkix-crl' })
    expect(heads[1]?.['user-agent']).toMatch(/^Countersign\//)
    expect(heads[1]?.cookie).toBeUndefined()
  })

  test('a question by POST', async () => {
    const at = await web(async (request, response) => {
      response.end(`${request.method} ${request.headers['content-type']} ${await text(request)}`)
    })
    const post = { body: Buffer.from('question'), type: 'application/ocsp-request' }
    expect(await get(at, { post })).toMatchObject({ body: Buffer.from('POST application/ocsp-request question') })
  })

  test('304 only to whoever named a tag', async () => {
    const at = await web((_, response) => response.writeHead(304).end())
    expect(await get(at, { etag: '"v1"' })).toEqual({ kind: 'not-modified', freshForMs: null })
    expect(await get(at)).toEqual({ kind: 'http-status', status: 304 })
  })

  test('another address of the host, where the first refuses', async () => {
    const at = await web((_, response) => response.end('list'))
    const port = at.split(':')[1]
    const resolve = async () => ['127.9.9.9', '127.0.0.1']
    expect(await get(`http://pki.example.com:${port}/`, {}, { resolve })).toMatchObject({ kind: 'answer' })
  })

  test('status, empty body, and a server that hangs up', async () => {
    expect(await get(await web((_, response) => response.writeHead(404).end()))).toEqual({
      kind: 'http-status',
      status: 404,
    })
    expect(await get(await web((_, response) => response.end()))).toMatchObject({ kind: 'not-an-answer' })
    expect((await get(await raw((socket) => socket.end()))).kind).toMatch(/closed|reset/)
    const cut = await raw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'))
    expect((await get(cut)).kind).toMatch(/closed|reset/)
    expect(await get(await raw((socket) => socket.end('SSH-2.0-OpenSSH_9.9\r\n')))).toMatchObject({
      kind: 'not-an-answer',
    })
  })
})

describe('the guard', () => {
  test.each([
    ['ldap://127.0.0.1/cn=CA', 'bad-url'],
    ['file:///etc/passwd', 'bad-url'],
    ['http://user:secret@127.0.0.1:8080/', 'bad-url'],
    ['http://127.0.0.1:25/', 'bad-url'],
    ['http://127.0.0.1:6667/', 'bad-url'],
    [`http://127.0.0.1:8080/${'a'.repeat(3000)}`, 'bad-url'],
    ['http://169.254.169.254/latest/meta-data', 'blocked-by-scope'],
    ['http://[::ffff:169.254.169.254]/', 'blocked-by-scope'],
    ['http://10.0.0.1/', 'blocked-by-scope'],
    ['http://[fe80::1]/', 'blocked-by-scope'],
  ])('%.60s: %s', async (url, kind) => {
    expect((await get(url)).kind).toBe(kind)
  })

  test('loopback in whatever form, where no scope allows it', async () => {
    for (const host of ['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:7f00:1]', 'localhost'])
      expect(await get(`http://${host}/`, {}, { scope: { ...scope, allow: [] } })).toMatchObject({
        kind: 'blocked-by-scope',
      })
  })

  test('a name is resolved once, and only what was judged is dialled', async () => {
    const at = await web((_, response) => response.end('list'))
    let asked = 0
    const resolve = async () => {
      asked += 1
      return asked === 1 ? ['169.254.169.254', '127.0.0.1'] : ['169.254.169.254']
    }
    const url = `http://rebind.example.com:${at.split(':')[1]}/`
    expect(await get(url, {}, { resolve })).toMatchObject({ kind: 'answer' })
    expect(asked).toBe(1)
    expect(await get(url, {}, { resolve })).toMatchObject({ kind: 'blocked-by-scope' })
  })

  test('each redirect is judged anew', async () => {
    const to = (location: string) => web((_, response) => response.writeHead(302, { location }).end())
    expect(await get(await to('http://169.254.169.254/'))).toMatchObject({ kind: 'blocked-by-scope' })
    expect(await get(await to('gopher://127.0.0.1/'))).toMatchObject({ kind: 'bad-url' })
    expect(await get(await to('http://a:b@127.0.0.1:8080/'))).toMatchObject({ kind: 'bad-url' })
    const end = await web((_, response) => response.end('list'))
    expect(await get(await to(`http://${end}/moved.crl`))).toMatchObject({ kind: 'answer' })
  })

  test('redirects end: in a circle, and after three', async () => {
    let hop = 0
    const on = await web((_, response) => response.writeHead(301, { location: `/${++hop}` }).end())
    expect(await get(on)).toMatchObject({ kind: 'redirect-loop' })
    expect(hop).toBe(4)
    const circle = await web((_, response) => response.writeHead(307, { location: '/list.crl' }).end())
    expect(await get(circle)).toMatchObject({ kind: 'redirect-loop' })
  })
})

describe('each ends by itself', () => {
  test('silence, after the connection and in the middle', async () => {
    expect(await get(await raw(() => {}))).toEqual({ kind: 'timeout', during: 'headers' })
    const half = await raw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'))
    expect(await get(half)).toEqual({ kind: 'timeout', during: 'body' })
  })

  test('drips: of head and of body', async () => {
    const drip = (start: string, drop: string) =>
      raw((socket) => {
        socket.write(start)
        const timer = setInterval(() => socket.write(drop), 50)
        socket.on('close', () => clearInterval(timer))
      })
    expect(await get(await drip('HTTP/1.1 200 OK\r\n', 'a: b\r\n'))).toEqual({ kind: 'timeout', during: 'headers' })
    const body = await drip('HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n', 'x')
    expect(await get(body)).toEqual({ kind: 'timeout', during: 'body' })
  })

  test('floods: of body, announced or not, of heads, of interim responses and of bytes that are no HTTP', async () => {
    const flood = (start: string, more: string) =>
      raw((socket) => {
        const pour = () => {
          while (!socket.destroyed && socket.write(more));
        }
        socket.write(start)
        socket.on('drain', pour)
        pour()
      })
    expect(await get(await flood('HTTP/1.1 200 OK\r\n\r\n', 'x'.repeat(1000)))).toEqual({
      kind: 'too-large',
      limitBytes: 1000,
    })
    const announced = await raw((socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 5000000000\r\n\r\n'))
    expect(await get(announced)).toMatchObject({ kind: 'too-large' })
    expect(await get(await flood('HTTP/1.1 200 OK\r\n', `a: ${'b'.repeat(500)}\r\n`))).toMatchObject({
      kind: 'not-an-answer',
    })
    expect(await get(await flood('', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(200)))).toMatchObject({
      kind: 'not-an-answer',
    })
    expect(await get(await flood('', '\0'.repeat(1000)))).toMatchObject({ kind: 'not-an-answer' })
    const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'
    expect((await get(await flood(chunked, `1;${'x'.repeat(5000)}\r\nx\r\n`))).kind).toMatch(/not-an-answer|too-large/)
  })

  test('what was packed although nobody asked is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000))
    const at = await web((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb))
    expect(await get(at, { maxBytes: 100_000 })).toMatchObject({ kind: 'not-an-answer' })
  })

  test('a resolver that never answers', async () => {
    const resolve = () => new Promise<string[]>(() => {})
    expect(await get('http://slow.example.com/', {}, { resolve })).toEqual({ kind: 'timeout', during: 'resolve' })
  })

  test('where the caller aborts', async () => {
    const stop = new AbortController()
    const at = await raw(() => stop.abort())
    await expect(get(at, {}, { signal: stop.signal, limits: fetchLimits })).rejects.toThrow('aborted')
    await expect(get(at, {}, { signal: stop.signal })).rejects.toThrow('aborted')
  })
})

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
