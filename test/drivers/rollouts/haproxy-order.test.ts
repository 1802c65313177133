/** Answers and orders that overtake each other, at a load balancer that answers when the test lets it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openBalancers } from '../../../src/drivers/rollouts/haproxy-balancers.ts'
import { keepOut, putBack } from '../../../src/drivers/rollouts/haproxy-rotation.ts'
import { until } from '../../rollout/rig/patience.ts'

interface Question {
  readonly command: string
  /** As it is when the question comes. */
  readonly answer: () => void
}

const columns = 'pxname,svname,qcur,scur,econ,eresp,status,weight,sid,type,check_status,hrsp_1xx,hrsp_2xx'
const rest = 'hrsp_3xx,hrsp_4xx,hrsp_5xx,hrsp_other,srv_abrt,cookie'

const open = async (servers: number) => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-runtime-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const socket = join(folder, 'admin.sock')
  const truth = { process: 1, statuses: Array.from({ length: servers }, () => 'UP') }
  const held: Question[] = []
  let holds = (_command: string): boolean => false
  const orders: string[] = []
  let breaksOff = (_command: string): boolean => false
  const obey = (command: string): void => {
    orders.push(command)
    const [, number, state = ''] = /^set server be\/web-(\d+) (?:state|health) (\w+)$/.exec(command) ?? []
    truth.statuses[Number(number) - 1] = { ready: 'UP', drain: 'DRAIN', maint: 'MAINT', down: 'DOWN' }[state]!
  }
  const answerTo = (command: string): string => {
    if (command === 'show table') return '\n'
    const rows = truth.statuses.map(
      (status, at) => `be,web-${at + 1},0,0,0,0,${status},1,${at + 1},2,L7OK,0,0,0,0,0,0,0,`,
    )
    return `Pid: ${truth.process}\n\n# ${columns},${rest},\n${rows.join('\n')}\n\n`
  }
  const server = createServer({ allowHalfOpen: true }, (connection) => {
    connection.on('error', () => undefined)
    connection.on('data', (line) => {
      const command = String(line).trim()
      if (command.startsWith('set server') && breaksOff(command)) return void connection.end()
      if (command.startsWith('set server')) obey(command)
      const text = command.startsWith('set server') ? '\n' : answerTo(command)
      const answer = (): void => void connection.end(text)
      if (holds(command)) held.push({ command, answer })
      else answer()
    })
  })
  onTestFinished(() => void server.close())
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  const targets = { driver: 'haproxy', socket, backend: 'be', restart: { exec: 'true' } } as const
  const [balancer] = openBalancers(targets)
  const hold = (which: (command: string) => boolean): void => {
    holds = which
  }
  const breakOff = (which: (command: string) => boolean): void => {
    breaksOff = which
  }
  return { balancer: balancer!, truth, held, hold, orders, breakOff }
}

const signal = new AbortController().signal

test('a look that was overtaken by a later one does not bring back into rotation whom a person took out', async () => {
  const { balancer, truth, held, hold } = await open(2)
  await balancer.lookAtAll(signal)
  hold(() => true)
  const early = balancer.lookAtAll(signal)
  await until('the look to be under way', async () => held.length === 1)
  hold(() => false)
  truth.statuses[0] = 'MAINT'
  await balancer.lookAtAll(signal)
  held[0]!.answer()
  await early

  // A reload that keeps what was so is none that took it out.
  truth.process = 2
  await balancer.lookAtAll(signal)
  expect(balancer.isOutByReload('web-1')).toBe(false)
})

test('a look that is asked for while another is under way is answered by a younger one', async () => {
  const { balancer, truth, held, hold } = await open(2)
  await balancer.look('web-1')
  hold(() => true)
  const early = balancer.look('web-1')
  await until('the look to be under way', async () => held.length === 1)
  // Whatever was ordered by now is seen.
  truth.statuses[0] = 'DRAIN'
  const late = Promise.all([balancer.look('web-1'), balancer.look('web-2')])
  hold(() => false)
  held[0]!.answer()
  expect((await early).server.status).toBe('UP')
  expect((await late).map(({ server }) => server.status)).toEqual(['DRAIN', 'UP'])
})

test('one that a reload has taken out is still known as such', async () => {
  const { balancer, truth } = await open(2)
  await balancer.lookAtAll(signal)
  ;[truth.process, truth.statuses[0]] = [2, 'MAINT']
  await balancer.lookAtAll(signal)
  expect([balancer.isOutByReload('web-1'), balancer.isOutByReload('web-2')]).toEqual([true, false])
})

test('orders that wait for a free connection are not given any more once another may lead', async () => {
  const { balancer, held, hold, orders } = await open(12)
  await balancer.lookAtAll(signal)
  const lapse = new AbortController()
  hold((command) => command.startsWith('set server'))
  const keeping = Promise.all(
    Array.from({ length: 12 }, (_, at) => keepOut(`web-${at + 1}`, [balancer], lapse.signal)),
  )
  await until('as many orders as may be under way', async () => held.length === 4)
  // Here the process stands still, and goes on when its lease is out.
  lapse.abort()
  hold(() => false)
  for (const { answer } of held) answer()
  await keeping
  expect(orders).toHaveLength(4)
})

test('what checks found before the maintenance is forgotten first, also where the order for it is lost once', async () => {
  const { balancer, truth, orders, breakOff } = await open(1)
  truth.statuses[0] = 'MAINT'
  let lost = 0
  // An order is told four times before it counts as lost.
  breakOff((command) => command.endsWith('health down') && lost++ < 4)
  const clock = {
    now: Date.now,
    sleep: async (milliseconds: number) => {
      await wait(milliseconds)
      // Its next check passes.
      if (truth.statuses[0] === 'DOWN') truth.statuses[0] = 'DRAIN'
    },
  }
  const bounds = { deadline: Date.now() + 30_000, signal }
  expect(await putBack('web-1', [balancer], clock, bounds, async () => true)).toEqual({ outcome: 'done' })
  expect(orders).toEqual(
    ['state drain', 'health down', 'state ready'].map((what) => `set server be/web-1 ${what}`),
  )
})
