/**
 * How soon the Action asks GitHub its first question, beside an empty node, in one run:
 *   npm run bench:action
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const rounds = 21
const action = resolve(import.meta.dirname, '../dist/index.js')
const folder = mkdtempSync(join(tmpdir(), 'bench-action-'))
const sha = 'a'.repeat(40)
writeFileSync(join(folder, 'empty.mjs'), '')
writeFileSync(
  join(folder, 'event.json'),
  JSON.stringify({
    action: 'synchronize',
    number: 1,
    pull_request: { number: 1 },
    repository: { default_branch: 'main' },
  }),
)

let asked: () => void = () => undefined
const server = createServer((_, response) => {
  asked()
  response.writeHead(404, { 'content-type': 'application/json' }).end('{"message":"Not Found"}')
})
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
const { port } = server.address() as { port: number }
const url = `http://127.0.0.1:${port}`
const environment = {
  PATH: process.env['PATH'],
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_EVENT_NAME: 'pull_request_target',
  GITHUB_EVENT_PATH: join(folder, 'event.json'),
  GITHUB_SHA: sha,
  GITHUB_REF: 'refs/heads/main',
  GITHUB_WORKSPACE: folder,
  GITHUB_RUN_ID: '1',
  RUNNER_TEMP: folder,
  GITHUB_API_URL: url,
  GITHUB_GRAPHQL_URL: `${url}/graphql`,
  GITHUB_SERVER_URL: url,
  'INPUT_GITHUB-TOKEN': 'token',
}

const milliseconds = (since: bigint): number => Number(process.hrtime.bigint() - since) / 1e6

/** Until it ends. */
const empty = (): Promise<number> =>
  new Promise((done) => {
    const began = process.hrtime.bigint()
    spawn(process.execPath, [join(folder, 'empty.mjs')]).on('close', () => done(milliseconds(began)))
  })

/** Until its first request arrives. */
const first = (): Promise<number> =>
  new Promise((done) => {
    const began = process.hrtime.bigint()
    const child = spawn(process.execPath, [action], { env: environment, stdio: 'ignore' })
    asked = () => {
      const took = milliseconds(began)
      asked = () => undefined
      child.once('close', () => done(took))
      child.kill()
    }
  })

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0

try {
  const times = { empty: [] as number[], first: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    times.empty.push(await empty())
    times.first.push(await first())
  }
  const [nothing, request] = [median(times.empty), median(times.first)]
  console.log(`node ${process.version}: an empty script ${nothing.toFixed(1)} ms`)
  console.log(`the Action's first request ${request.toFixed(1)} ms, ${(request / nothing).toFixed(2)}×`)
} finally {
  server.close()
  rmSync(folder, { recursive: true })
}
