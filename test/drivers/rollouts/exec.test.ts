import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openExec } from '../../../src/drivers/rollouts/exec.ts'
import type { Surroundings } from '../../../src/drivers/rollouts/surroundings.ts'
import { actionOf } from '../../rollout/rig/action.ts'
import { until } from '../../rollout/rig/patience.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gate-exec-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const open = (commands: Partial<Parameters<typeof openExec>[0]> = {}) =>
  openExec({ driver: 'exec', list: 'cat fleet', restart: 'true', ...commands }, {
    clock: { now: Date.now, sleep: (milliseconds: number) => pause(milliseconds) },
    directory: folder,
    environment: process.env,
  } as unknown as Surroundings)

const signal = new AbortController().signal

describe('list', () => {
  test('starts in the repository and tells the fleet, or those named', async () => {
    const line = (id: string) => `{"id":"${id}","version":"v1","healthy":true,"in-rotation":true}\n`
    writeFileSync(join(folder, 'fleet'), ['a', 'b', 'c'].map(line).join(''))
    const driver = open()
    expect((await driver.observe(signal)).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect((await driver.observe(signal, ['c', 'x'])).map(({ id }) => id)).toEqual(['c'])
  })

  test('is heard to its last line, however many commands end at the same moment', async () => {
    const line = (id: string) => `{"id":"${id}","version":"v1","healthy":true,"in-rotation":true}`
    const ids = Array.from({ length: 40 }, (_, at) => `web-${at}`)
    writeFileSync(join(folder, 'fleet'), `${ids.map(line).join('\n')}\n`)
    const driver = open()
    for (let round = 0; round < 12; round += 1) {
      const fleets = await Promise.all(Array.from({ length: 10 }, () => driver.observe(signal)))
      expect(fleets.map(({ length }) => length)).toEqual(fleets.map(() => ids.length))
    }
  })

  test.each([
    ['false', 'targets.list: the command did not list the fleet (exit code 1); try it by hand: false'],
    [
      'echo "first"; echo "no inventory at 10.0.0.9." >&2; exit 4',
      'targets.list: the command did not list the fleet (exit code 4): no inventory at 10.0.0.9; try it by hand: ',
    ],
    ['echo web-1', 'targets.list, line 1: no JSON: "web-1"'],
  ])('%s', async (list, message) => expect(open({ list }).observe(signal)).rejects.toThrow(message))

  test('is killed when nobody waits any more', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    await expect(open({ list: 'sleep 60' }).observe(stop.signal)).rejects.toThrow(
      'did not list the fleet (stopped)',
    )
  })
})

describe('a verb', () => {
  test('is told what it works on, and nothing of it can become a command', async () => {
    const said = 'env | grep ^GATE_ | sort > "$GATE_VERSION.said"'
    const driver = open({ drain: said, restart: said, 'hand-over': said })
    await driver.drain('web-1;touch x', actionOf({ version: 'drain', force: true }))
    await driver.restart('web-1', actionOf({ version: 'restart' }))
    await driver.handOver?.('web-2', actionOf({ version: 'hand' }))
    expect(readFileSync(join(folder, 'drain.said'), 'utf8')).toBe(
      'GATE_EPOCH=7\nGATE_FORCE=true\nGATE_INSTANCE=web-1;touch x\nGATE_OPERATION=web/7/12\nGATE_VERSION=drain\n',
    )
    expect(readFileSync(join(folder, 'restart.said'), 'utf8')).toBe(
      'GATE_EPOCH=7\nGATE_INSTANCE=web-1\nGATE_OPERATION=web/7/12\nGATE_VERSION=restart\n',
    )
    expect(existsSync(join(folder, 'hand.said'))).toBe(true)
    expect(existsSync(join(folder, 'x'))).toBe(false)
  })

  test.each([
    ['true', { outcome: 'done' }],
    ['exit 75', { outcome: 'again', why: 'restart ended with exit code 75' }],
    ['echo locked >&2; exit 75', { outcome: 'again', why: 'restart ended with exit code 75: locked' }],
    ['exit 1', { outcome: 'failed', why: 'restart failed with exit code 1' }],
    [
      'echo starting; echo warning >&2; echo "disk is full." >&2; exit 9',
      { outcome: 'failed', why: 'restart failed with exit code 9: disk is full' },
    ],
    ['kill -9 $$', { outcome: 'failed', why: 'restart killed by SIGKILL' }],
    ['no-such-command', { outcome: 'failed', why: expect.stringMatching(/exit code 127: .*not found/) }],
  ])('%s', async (restart, result) =>
    expect(await open({ restart }).restart('a', actionOf())).toEqual(result),
  )

  test('that goes on beyond its deadline is killed, with what it started', async () => {
    const driver = open({ restart: '(sleep 0.6; touch late) & sleep 60' })
    expect(await driver.restart('a', actionOf({ seconds: 0.2 }))).toEqual({
      outcome: 'busy',
      why: 'restart not done after 0.2 s',
    })
    await pause(700)
    expect(existsSync(join(folder, 'late'))).toBe(false)
  })

  test('may leave a process behind that goes on', async () => {
    const driver = open({ restart: '(sleep 0.2; touch grown) & true' })
    expect(await driver.restart('a', actionOf())).toEqual({ outcome: 'done' })
    await until('what was left behind to go on', async () => existsSync(join(folder, 'grown')))
  })

  test('stopped may or may not have happened', async () => {
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    expect(await open({ restart: 'sleep 60' }).restart('a', actionOf({ signal: stop.signal }))).toEqual({
      outcome: 'again',
      why: 'restart was stopped',
    })
  })

  test('does not begin when no time is left', async () => {
    const driver = open({ restart: 'touch begun' })
    expect((await driver.restart('a', actionOf({ seconds: 0 }))).outcome).toBe('busy')
    expect(existsSync(join(folder, 'begun'))).toBe(false)
  })

  test('without a command has nothing to do, and says so beforehand', async () => {
    const driver = open()
    expect(driver.capabilities).toEqual({ drains: false, fenced: false, settleSeconds: 0 })
    expect(await driver.drain('a', actionOf())).toEqual({ outcome: 'done' })
    expect(await driver.restore('a', actionOf())).toEqual({ outcome: 'done' })
    expect([driver.handOver, driver.canTouch]).toEqual([undefined, undefined])
    expect(open({ drain: 'true' }).capabilities.drains).toBe(true)
  })
})
