import { Socket } from 'node:net'

/** Who watches over a socket. What its first two methods throw comes back through `break`. */
export interface SocketWatch {
  connected(): void
  /** Gives whether more may come. The bytes are a view, valid during the call. */
  received(chunk: Uint8Array): boolean
  break(error: unknown): void
  failed(code: string): void
  end(): void
}

/** Bytes are read here and handed on at once, so all connections share it. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024)

/** Handlers that all sockets share: of each socket's own, thousands that wait at once would keep as many. */
export class WatchedSocket extends Socket {
  readonly watch: SocketWatch

  constructor(watch: SocketWatch) {
    super({ onread: { buffer: readBuffer, callback: (length) => take(watch, length) } })
    this.watch = watch
    this.on('connect', onConnect).on('end', onEnd).on('error', onError).on('close', onEnd)
  }
}

function take(watch: SocketWatch, length: number): boolean {
  try {
    return watch.received(readBuffer.subarray(0, length))
  } catch (error) {
    watch.break(error)
    return false
  }
}

function onConnect(this: WatchedSocket): void {
  try {
    this.watch.connected()
  } catch (error) {
    this.watch.break(error)
  }
}

function onEnd(this: WatchedSocket): void {
  this.watch.end()
}

function onError(this: WatchedSocket, error: NodeJS.ErrnoException): void {
  this.watch.failed(error.code ?? 'EUNKNOWN')
}
