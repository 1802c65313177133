import { createServer } from 'node:net'

/**
 * Addresses nobody else uses. An instance's port must be free again when it is restarted: on 127.0.0.1 it could have
 * become the near end of somebody's connection. On another loopback address it cannot, and every rig has its own.
 */
const [first, second] = [64 + (process.pid % 128), Math.floor(process.pid / 128) % 256]
let rigs = 0

export interface Place {
  readonly host: string
  readonly port: number
}

/** The addresses of one rig: as many as asked for. */
export const findPlaces = async (count: number): Promise<readonly Place[]> => {
  const third = (second + rigs++) % 256
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const host = `127.${first}.${third}.${at + 1}`
      return { host, port: await freePort(host) }
    }),
  )
}

const freePort = (host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
