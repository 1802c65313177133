import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Why the tests that need a real Prometheus are skipped here; null where they run. */
export const missingForPrometheus = (): string | null => {
  try {
    execFileSync('sh', ['-c', 'command -v prometheus'], { stdio: 'ignore' })
    return null
  } catch {
    return 'prometheus'
  }
}

/** A process that tells its counters, in the text format of Prometheus. */
export interface Exporter {
  /** 127.0.0.1:PORT */
  readonly address: string
  readonly tell: (metrics: string) => void
  readonly stop: () => Promise<void>
}

export const startExporter = async (metrics: string): Promise<Exporter> => {
  let told = metrics
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(told)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    tell: (text) => {
      told = text
    },
    stop: async () => {
      server.closeAllConnections()
      if (server.listening) await new Promise((closed) => server.close(closed))
    },
  }
}

export interface Prometheus {
  readonly url: string
  /** Waits until the query answers something, or nothing any more; the test's own time limit ends it. */
  readonly until: (query: string, isAnswer: (values: readonly string[]) => boolean) => Promise<void>
  readonly stop: () => Promise<void>
}

/** A real Prometheus that looks at the exporters every second; the kernel chooses its port. */
export const startPrometheus = async (
  targets: readonly { readonly address: string; readonly labels?: Readonly<Record<string, string>> }[],
): Promise<Prometheus> => {
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'))
  const configuration = {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [
      {
        job_name: 'web',
        static_configs: targets.map(({ address, labels = {} }) => ({ targets: [address], labels })),
      },
    ],
  }
  // JSON is YAML, too.
  writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify(configuration))
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      '--web.listen-address=127.0.0.1:0',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise((resolve) => child.on('exit', resolve))
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  const address = await new Promise<string>((listening, fail) => {
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
      const found = /msg="?Listening on"? address=(\S+)/.exec(said)
      if (found !== null) listening(found[1]!)
    })
    child.on('exit', () => fail(new Error(`prometheus ended: ${said.slice(-500)}`)))
    child.on('error', fail)
  })
  const url = `http://${address}`
  return {
    url,
    stop,
    until: async (query, isAnswer) => {
      for (;;) {
        const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query })}`)
        const answer = (await response.json()) as {
          readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] }
        }
        const values = answer.data?.result.map(({ value }) => value[1])
        if (values !== undefined && isAnswer(values)) return
        await wait(100)
      }
    },
  }
}
