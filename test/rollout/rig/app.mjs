/**
 * An instance of the rig: node app.mjs FOLDER ID VERSION. It does 5 to 20 ms of work a request and dies at once on
 * SIGTERM, whatever it is doing: what an instance that cannot shut down gracefully is like.
 * FOLDER/ID.json says where it listens; FOLDER/behaviour.json how it and its version behave; while there is a file
 * FOLDER/ID.ill it is not well. It prints when a load balancer first heard that it is: `VERSION well 1795262332644`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'

const [folder, id, version] = process.argv.slice(2)
const read = (name) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
const { host, port, zone } = read(`${id}.json`)
const { usual, ofVersion, ofInstance } = read('behaviour.json')
const behaviour = { ...usual, ...ofVersion[version], ...ofInstance[id] }
const { bootSeconds, coldSeconds, errorShare, neverHealthy, isLeader } = behaviour

let warmFrom = 0
let served = 0
let isKnown = false

const illFile = join(folder, `${id}.ill`)
const isWell = () => !neverHealthy && Date.now() >= warmFrom && !existsSync(illFile)

/** The share of errors is exact: of every hundred requests five, where it is 5 %. */
const isBad = () => {
  served++
  return Math.floor(served * errorShare) > Math.floor((served - 1) * errorShare)
}

const answer = (response, status, value) => {
  const body = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'x-version': version })
  response.end(body)
}

const server = createServer((request, response) => {
  request.resume()
  if (request.url === '/healthz') {
    // HAProxy's checks, unlike anybody else's questions, name no agent.
    if (!isKnown && isWell() && request.headers['user-agent'] === undefined) {
      isKnown = true
      console.log(`${version} well ${Date.now()}`)
    }
    return answer(response, isWell() ? 200 : 503, { version, zone, ...(isLeader && { role: 'leader' }) })
  }
  if (request.url === '/slow') return
  if (request.url === '/broken') {
    response.writeHead(200, { 'content-length': '100' })
    response.write('half of it')
    return setTimeout(() => response.destroy(), 20)
  }
  if (request.url === '/hangs-up') return request.socket.destroy()
  const status = isWell() ? (isBad() ? 500 : 200) : 503
  setTimeout(() => answer(response, status, { id, version }), 5 + 15 * Math.random())
})
server.keepAliveTimeout = 60_000
setTimeout(() => {
  server.listen(port, host, () => {
    warmFrom = Date.now() + coldSeconds * 1000
  })
}, bootSeconds * 1000)
