import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** What passes between a client and a server, seen by one connection's listener. `false`: the bytes do not go on. */
export interface Listener {
  fromClient(bytes: Buffer): boolean
  fromServer(bytes: Buffer): boolean
}

export interface TcpTap {
  port: number
  stop(): Promise<void>
}

/** Stands between clients and a server on this machine; `listen` makes a listener for each connection. */
export async function startTcpTap(serverPort: number, listen: () => Listener): Promise<TcpTap> {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(serverPort, '127.0.0.1')
    const listener = listen()
    for (const [from, to, hear] of [[client, upstream, listener.fromClient], [upstream, client, listener.fromServer]] as const) {
      open.add(from)
      from.on('data', (bytes: Buffer) => { if (hear.call(listener, bytes) !== false && !to.destroyed) to.write(bytes) })
      // Clients are killed here, and connections break without a goodbye.
      from.on('error', () => {})
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => {
      for (const socket of open) socket.destroy()
      server.close(() => resolve())
    })
  }
}
