/**
 * Load that is counted exactly: node loader.mjs CONNECTIONS PAUSE URL…. Every connection is kept alive and sends POST
 * after POST, so many milliseconds after the last answer, which nobody on the way may repeat, with the cookie it was
 * given last; now and then a new client takes its place. When standard input ends, what is under way is finished, and
 * the counts are printed. Failed is every answer but 2xx, and everything that is no answer.
 */
import { Agent, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

const [connections, pause, ...urls] = process.argv.slice(2)
const requestsOfClient = 20
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
const answers = {}
let requests = 0
let failed = 0
let isOver = false

const count = (what) => {
  requests++
  answers[what] = (answers[what] ?? 0) + 1
  if (!/^2\d\d$/.test(what)) failed++
}

const post = (url, client) =>
  new Promise((resolve) => {
    let status = 'no answer'
    const headers = client.cookie === '' ? {} : { cookie: client.cookie }
    const sent = request(url, { method: 'POST', agent, headers, timeout: 20_000 }, (response) => {
      client.cookie = response.headers['set-cookie']?.[0].split(';')[0] ?? client.cookie
      status = String(response.statusCode)
      response.on('error', () => undefined)
      response.on('close', () => conclude(response.complete ? status : `${status} broken off`))
      response.resume()
    })
    const conclude = (what) => {
      count(what)
      resolve()
    }
    sent.on('timeout', () => sent.destroy(new Error('timeout')))
    sent.on('error', (error) => {
      // After the beginning of an answer its own end is counted.
      if (status === 'no answer') conclude(error.code ?? error.message)
    })
    sent.end('work')
  })

process.stdin.resume()
process.stdin.on('end', () => {
  isOver = true
})
const work = async (at) => {
  let client = { cookie: '' }
  for (let sent = 1; !isOver; sent++) {
    if (sent % requestsOfClient === 0) client = { cookie: '' }
    await post(urls[at % urls.length], client)
    if (pause !== '0') await wait(Number(pause))
  }
}
process.stdout.write('begun\n')
await Promise.all(Array.from({ length: Number(connections) }, (_, at) => work(at)))
process.stdout.write(`${JSON.stringify({ requests, failed, answers })}\n`)
agent.destroy()
