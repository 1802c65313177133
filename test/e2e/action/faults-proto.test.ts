import { test, vi } from 'vitest'
vi.mock('node:child_process', () => import('./remembered-git.ts'))
import { doors, kinds, stageOf, tokens } from './faulting.ts'
import { dangers } from './safety.ts'
const realTimeout = AbortSignal.timeout.bind(AbortSignal)
vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => realTimeout(ms / 50))
const only = process.env['DOOR']
test.each(Object.entries(doors).filter(([n]) => !only || n === only))('%s', async (name, door) => {
  const stage = await stageOf(door)
  const un = await stage.attempt()
  console.log(name, await dangers(un.shop, un.result, { head: door.head(un.shop), secrets: Object.values(tokens) }), un.result.outputs['decision'], un.result.requests.length)
  console.log(un.result.log)
  const n = un.result.requests.length
  const begin = performance.now()
  const all = new Map<string, string[]>()
  const warn = new Map<string, number>()
  let count = 0
  const decisions: Record<string, number> = {}
  for (let k = 0; k < n; k++)
    for (const kind of kinds) {
      const a = await stage.attempt([{ at: k, kind }])
      count++
      const d = [...(await dangers(a.shop, a.result, { head: door.head(a.shop), secrets: Object.values(tokens) })), ...a.violations]
      decisions[a.result.outputs['decision'] + '/' + a.result.outputs['continue']] = (decisions[a.result.outputs['decision'] + '/' + a.result.outputs['continue']] ?? 0) + 1
      for (const x of d) { const l = all.get(x) ?? []; l.push(`${k} ${kind} ${a.met.map((m) => m.route).join()}`); all.set(x, l) }
      for (const w of a.result.annotations) { const key = w.level + ': ' + w.message.replace(/[0-9a-f]{7,40}/g, 'SHA').replace(/\/repos\/\S+/, 'ROUTE'); warn.set(key, (warn.get(key) ?? 0) + 1) }
      await a.end()
    }
  const out = [`${name} ${count} faults ${Math.round(performance.now() - begin)} ms ${JSON.stringify(decisions)}`]
  for (const [x, l] of all) out.push(`## ${x} (${l.length})`, ...l.slice(0, 40).map((y) => `   ${y}`))
  out.push('--- annotations'); for (const [w, c] of warn) out.push(`${c} ${w}`)
  require('fs').writeFileSync(`/tmp/fw/${name}.txt`, out.join('\n'))
}, 600000)
