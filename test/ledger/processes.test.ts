import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { directoryLedger } from '../../src/ledger/stores/directory.ts'
import { decision } from './fixtures/entries.ts'
import { freshPlace } from './fixtures/places.ts'

const appender = join(import.meta.dirname, 'fixtures/appender.ts')

interface Appending {
  readonly child: ChildProcess
  readonly kept: () => readonly string[]
  readonly ended: Promise<unknown>
}
const startAppending = (
  root: string,
  witnessFile: string,
  prefix: string,
  appends: number,
  bytes: number,
): Appending => {
  const child = spawn(
    process.execPath,
    [appender, root, witnessFile, prefix, String(appends), String(bytes)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const kept = () =>
    said
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => (line.startsWith('kept ') ? [line.slice(5)] : []))
  return { child, kept, ended: once(child, 'close') }
}

/** The three parts of every batch, and single records, by the name before the letter. */
const readNames = async (root: string): Promise<readonly string[]> => {
  const names: string[] = []
  for await (const { body } of directoryLedger({ root }).read()) names.push(String(body['name']))
  return names
}
const halfBatches = (names: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const name of names) {
    const [, batch] = /^(.*)[abc]$/.exec(name) ?? []
    if (batch) counts.set(batch, (counts.get(batch) ?? 0) + 1)
  }
  return [...counts].filter(([, count]) => count !== 3).map(([batch]) => batch)
}

test('four processes append at once: everything is there, once, and chained', async () => {
  const { root, witnessFile } = freshPlace()
  const writers = ['k', 'l', 'm', 'n'].map((prefix) => startAppending(root, witnessFile, prefix, 25, 100))
  await Promise.all(writers.map(({ ended }) => ended))
  expect(writers.map(({ child }) => child.exitCode)).toEqual([0, 0, 0, 0])
  const kept = writers.flatMap((writer) => writer.kept())
  expect(kept).toHaveLength(4 * (13 + 12 * 3))
  expect([...(await readNames(root))].sort()).toEqual([...kept].sort())
  const verification = await directoryLedger({ root, witnessFile }).verify()
  expect(verification).toMatchObject({ records: kept.length, notes: [] })
  expect(verification.difference).toBeUndefined()
  expect(readdirSync(root).sort()).toEqual(['events', 'ids', 'state.json'])
})

test('killed at any moment: nothing acknowledged is lost, no batch is halved, and it goes on', {
  timeout: 180_000,
}, async () => {
  const { root, witnessFile } = freshPlace()
  const acknowledged: string[] = []
  // Delays from a fixed seed: the same on every run, whatever the machine makes of them.
  let seed = 20_260_310
  const nextDelay = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % 90
  }
  for (let round = 0; round < 24; round += 1) {
    const bytes = round % 3 === 0 ? 400_000 : 300
    const writers = ['p', 'q'].map((name) =>
      startAppending(root, witnessFile, `${name}${round}`, 100_000, bytes),
    )
    const [first] = writers
    while (first?.kept().length === 0 && first.child.exitCode === null) await wait(1)
    await wait(nextDelay())
    for (const { child } of writers) child.kill('SIGKILL')
    await Promise.all(writers.map(({ ended }) => ended))
    expect(writers.map(({ child }) => child.signalCode)).toEqual(['SIGKILL', 'SIGKILL'])
    acknowledged.push(...writers.flatMap((writer) => writer.kept()))
  }
  const ledger = directoryLedger({ root, witnessFile })
  await ledger.append([decision('afterwards')])
  expect((await ledger.verify()).difference).toBeUndefined()
  const names = await readNames(root)
  const present = new Set(names)
  expect(acknowledged.filter((name) => !present.has(name))).toEqual([])
  expect(halfBatches(names)).toEqual([])
  expect(new Set(names).size).toBe(names.length)
  expect(acknowledged.length).toBeGreaterThan(24)
  expect(readdirSync(root).filter((name) => name.startsWith('lock'))).toEqual([])
})

test.skipIf(process.platform === 'win32')(
  'no room left: an error with its mend, and nothing half-written',
  async () => {
    const { root, witnessFile } = freshPlace()
    // Files of this process may hold 100 blocks: the segment fills up in the middle of a record.
    const command = 'ulimit -f 100; exec "$0" "$@"'
    const given = [appender, root, witnessFile, 'p', '1000', '3000']
    const { stdout, status } = spawnSync('sh', ['-c', command, process.execPath, ...given], {
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /\nSourceError: ledger .* has no room left, so nothing was written; free some, .*\n$/,
    )
    const kept = stdout.split('\n').filter((line) => line.startsWith('kept '))
    expect(kept.length).toBeGreaterThan(5)
    const ledger = directoryLedger({ root, witnessFile })
    expect(await ledger.verify()).toMatchObject({ records: kept.length, notes: [] })
    await ledger.append([decision('afterwards')])
    expect(await ledger.verify()).toMatchObject({ records: kept.length + 1 })
    expect(ledger.notes).toEqual([])
  },
)
