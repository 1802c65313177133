/** Two services that were rolled out together, and are aborted together. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../cli.ts'
import { folderTargets, openFolderFleet } from './folder-fleet.ts'

test('both go back, and who comes after the other goes first', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-together-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const restart = `${folderTargets.restart}; echo "$GATE_INSTANCE $GATE_VERSION" >> restarts`
  const web = { ...folderTargets, restart }
  openFolderFleet(folder, { targets: web, after: ['api'] })
  mkdirSync(join(folder, 'other'))
  for (const id of ['api-1', 'api-2']) writeFileSync(join(folder, 'other', id), 'v1 true\n')
  const plan = JSON.parse(readFileSync(join(folder, '.github/rollout.yml'), 'utf8'))
  const targets = JSON.parse(JSON.stringify(web).replaceAll('fleet/', 'other/'))
  writeFileSync(join(folder, 'api.yml'), JSON.stringify({ ...plan, after: [], service: 'api', targets }))
  const rollout = (...args: readonly string[]) =>
    runCli(['rollout', ...args, '--plan', 'api.yml', '.github/rollout.yml', '--ledger', 'directory:ledger'], {
      cwd: folder,
      env: { USER: 'mira' },
    })
  const run = await rollout('run', '--to', 'v2', '--risk', '0.5%')
  expect(run.code, run.stdout + run.stderr).toBe(0)
  const back = await rollout('abort', '--reason', 'wrong build')
  expect(back.code, back.stdout + back.stderr).toBe(0)
  const restarts = readFileSync(join(folder, 'restarts'), 'utf8').trim().split('\n')
  const forward = ['api-1', 'api-2', 'web-1', 'web-2', 'web-3']
  expect(restarts).toEqual([
    ...forward.map((id) => `${id} v2`),
    ...forward.toReversed().map((id) => `${id} v1`),
  ])
})
