/** Agreed times that hold a rollout, and the word of a person that lets it through. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../cli.ts'
import { openFolderFleet } from './folder-fleet.ts'

const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString().slice(0, 16)

const open = (windows: readonly object[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-windows-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const fleet = openFolderFleet(folder, { windows })
  const rollout = (...args: readonly string[]) =>
    runCli(['rollout', ...args, '--ledger', 'directory:ledger'], { cwd: folder, env: { USER: 'mira' } })
  return { ...fleet, rollout }
}
const onto = ['--to', 'v2', '--risk', '0.5%']

test('a window that waits for a person: parked until it ends, and a word before that lets it go on', async () => {
  const { rollout, versions } = open([{ name: 'fair', from: hours(-1), to: hours(3), effect: 'review' }])
  const parked = await rollout('run', ...onto)
  expect(parked.code, parked.stdout + parked.stderr).toBe(75)
  expect(parked.stdout).toContain('closed by fair for web-1')
  expect((await rollout('run')).code).toBe(75)
  const word = await rollout('resume', '--reason', 'fair is over')
  expect(word.stderr).toContain('resume is remembered')
  const { code, stdout, stderr } = await rollout('run')
  expect(code, stdout + stderr).toBe(0)
  expect((await rollout('status')).stdout).toContain(
    'GO by mira "fair is over": windows that wait for a word hold nobody any more',
  )
  expect(versions()).toEqual(['v2 true', 'v2 true', 'v2 true'])
})

test('a window for emergencies alone: refused, until somebody says that it is one, and why', async () => {
  const { rollout, versions } = open([
    { name: 'freeze', from: hours(-1), to: hours(24 * 200), effect: 'emergency-only' },
  ])
  const refused = await rollout('run', ...onto)
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringContaining('what cannot wait goes out with --emergency --reason WHY'),
  ])
  const silent = await rollout('run', ...onto, '--emergency')
  expect([silent.code, silent.stderr]).toEqual([1, expect.stringContaining('an emergency wants a reason')])
  expect((await rollout('plan', ...onto, '--emergency')).code).toBe(0)
  const { code, stdout, stderr } = await rollout('run', ...onto, '--emergency', '--reason', 'CVE-2026-1')
  expect(code, stdout + stderr).toBe(0)
  expect(stdout).toContain('EMERGENCY by mira "CVE-2026-1": no window but an allowed time holds anybody')
  expect(versions()).toEqual(['v2 true', 'v2 true', 'v2 true'])
})

test('one that is under way and held by such a window goes on after the word', async () => {
  const { rollout, versions } = open([
    { name: 'freeze', from: hours(-1), to: hours(3), effect: 'emergency-only' },
  ])
  expect((await rollout('run', ...onto)).code).toBe(75)
  const plain = await rollout('resume')
  expect([plain.code, plain.stderr]).toEqual([1, expect.stringContaining('is not paused')])
  const word = await rollout('resume', '--emergency', '--reason', 'CVE-2026-1')
  expect(word.code, word.stderr).toBe(0)
  expect((await rollout('run')).code).toBe(0)
  expect(versions()).toEqual(['v2 true', 'v2 true', 'v2 true'])
})
