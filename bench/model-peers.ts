/**
 * Predictions of the six peers, by model-peers.py. They are kept in a folder by the content they were made from (the
 * data, what was known, the script), so a second run of the bench fits nothing but our own model.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { DataSet } from './model-data.ts'
import { knownLabels } from './model-data.ts'

export const peerNames = [
  'lines added only',
  'logistic regression',
  'logistic, strong L2',
  'random forest 300',
  'histogram boosting',
  'xgboost',
] as const
export type PeerName = (typeof peerNames)[number]

const script = join(import.meta.dirname, 'model-peers.py')

/** A Python that has both libraries; undefined where none on this machine has. */
export function findPython(): string | undefined {
  const candidates = [process.env['BENCH_PYTHON'], 'python3', '/usr/bin/python3'].filter((name) => name)
  return candidates.find(
    (name) => spawnSync(name!, ['-c', 'import sklearn, xgboost, numpy'], { stdio: 'ignore' }).status === 0,
  )
}

/** Risks of the scored rows per peer; peers that are neither kept nor can be fitted are missing. */
export async function peerPredictions(
  set: DataSet,
  cache: string,
  python: string | undefined,
): Promise<ReadonlyMap<PeerName, Float64Array>> {
  const known = set.blocks.map(([from]) => knownLabels(set, from))
  const matrix = new Uint8Array(set.table.rows.buffer, set.table.rows.byteOffset, set.table.rows.byteLength)
  const content = createHash('sha256').update(readFileSync(script)).update(matrix)
  for (const labels of known) content.update(labels)
  const key = content.update(JSON.stringify(set.blocks)).digest('hex').slice(0, 24)
  mkdirSync(cache, { recursive: true })
  const placeOf = (peer: PeerName) => join(cache, `${key}-${peer.replaceAll(/\W+/g, '-')}.json`)
  const wanted = peerNames.filter((peer) => !existsSync(placeOf(peer)))
  if (wanted.length > 0 && python !== undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-peers-'))
    try {
      writeFileSync(join(folder, 'matrix.f32'), matrix)
      for (const [block, labels] of known.entries()) writeFileSync(join(folder, `labels-${block}.u8`), labels)
      const job = {
        rows: set.table.n,
        columns: set.table.columns.length,
        linesAdded: set.table.columns.findIndex(({ name }) => name === 'la'),
        blocks: set.blocks,
        peers: wanted,
      }
      writeFileSync(join(folder, 'job.json'), JSON.stringify(job))
      await fitPeers(python, folder, (peer, risks) => writeFileSync(placeOf(peer), JSON.stringify(risks)))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const kept = peerNames.filter((peer) => existsSync(placeOf(peer)))
  return new Map(
    kept.map((peer) => [peer, Float64Array.from(JSON.parse(readFileSync(placeOf(peer), 'utf8')))]),
  )
}

async function fitPeers(python: string, folder: string, keep: (peer: PeerName, risks: number[]) => void) {
  const child = spawn(python, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  )
  for await (const line of createInterface({ input: child.stdout })) {
    const { peer, risks } = JSON.parse(line) as { peer: PeerName; risks: number[] }
    keep(peer, risks)
  }
  const status = await ended
  if (status !== 0) throw new Error(`${script} ended with ${status} (see above)`)
}
