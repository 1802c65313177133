/**
 * Whatever people do, in whatever order GitHub tells of it, late or twice or while the gate is still asking: nothing is
 * let go at a commit that the policy did not let go. An independent reading of the whole story says what it lets go.
 *
 * `SEQUENCES=2000 npx vitest run test/commands/github/event-orders.test.ts` plays more of them.
 */
import { afterAll, expect, test } from 'vitest'
import type { ActionResult } from '../../e2e/action/runner.ts'
import { deployed, statusOf } from '../../e2e/action/shop.ts'
import fc from '../../properties.ts'
import { type Content, hasHeardWords, mayLand, mayRun } from './event-orders-reference.ts'
import {
  act,
  arrive,
  type Letter,
  lookAgain,
  openWorld,
  type Step,
  type World,
} from './event-orders-world.ts'

const sequences = Number(process.env['SEQUENCES'] ?? 80)

const counted = { sequences: 0, runs: 0, letGo: 0, held: 0, kinds: new Map<string, number>() }
const count = (kind: string): void => void counted.kinds.set(kind, (counted.kinds.get(kind) ?? 0) + 1)

interface Grant {
  /** Its place among all of its kind: what was there before is not given anew. */
  readonly key: string
  readonly how: 'land' | 'run'
  readonly sha: string
}

/** What the gate has let go so far, each with the commit. */
const grants = ({ shop, line, pull }: World): readonly Grant[] => {
  const { statuses, runs } = shop.repository
  const gates = ({ author }: { readonly author: string }): boolean => author === 'github-actions[bot]'
  return [
    ...statuses.flatMap(({ context, state, sha }, at): readonly Grant[] =>
      context === 'change-risk' && state === 'success'
        ? [{ key: `status ${at}`, how: line.includes(sha) ? 'run' : 'land', sha }]
        : [],
    ),
    ...pull.reviews.flatMap((review): readonly Grant[] =>
      gates(review) && review.state === 'APPROVED'
        ? [{ key: `review ${review.id}`, how: 'land', sha: review.commit ?? 'no commit' }]
        : [],
    ),
    ...runs.flatMap(({ approvals, protections, headSha, id }): readonly Grant[] =>
      [...approvals, ...protections].some(({ state }) => state === 'approved')
        ? [{ key: `run ${id}`, how: 'run', sha: headSha }]
        : [],
    ),
  ]
}

/** Every head and commit that the policy lets go, as the story stands. */
const allowed = (world: World): ReadonlySet<string> =>
  new Set([
    ...world.heads.filter((head) => mayLand(world.story, head)).map((head) => `land ${head}`),
    ...world.line.filter((sha) => mayRun(world.story, sha)).map((sha) => `run ${sha}`),
  ])

const hold = async (world: World, letter: Letter, more: Parameters<typeof arrive>[2] = {}): Promise<void> => {
  const before = new Set(grants(world).map(({ key }) => key))
  let during: ReadonlySet<string> = new Set()
  const running = arrive(world, letter, {
    ...more,
    ...(more.during
      ? {
          during: {
            ...more.during,
            happens: () => {
              during = allowed(world)
              more.during?.happens()
            },
          },
        }
      : {}),
  })
  // What is heard counts from its arrival on.
  const at = allowed(world)
  const run = await running
  const after = allowed(world)
  const may = new Set([...at, ...during, ...after])
  counted.runs += 1
  count(letter.event)
  inspect(world, run, may)
  for (const { key, how, sha } of grants(world))
    if (!before.has(key)) expect(may.has(`${how} ${sha}`), `let go: ${how} ${sha.slice(0, 8)}`).toBe(true)
  if (more.during === undefined) standing(world, run, after)
}

/** The job that deploys goes by what the run says. */
const inspect = (
  world: World,
  { code, outputs, stderr, log }: ActionResult,
  may: ReadonlySet<string>,
): void => {
  expect([code, stderr]).toEqual([0, ''])
  expect(log).not.toMatch(/should not have|^\s+at .+:\d+:\d+\)?$/m)
  const { decision, sha = '' } = outputs
  if (outputs['continue'] === 'true') {
    counted.letGo += 1
    expect(decision).toBe('approve')
    expect(may.has(`land ${sha}`) || may.has(`run ${sha}`), `goes on: ${sha.slice(0, 8)}`).toBe(true)
  } else counted.held += 1
  if (outputs['continue'] === 'true' && world.line.includes(sha)) {
    const { shop, story } = world
    deployed(shop, sha)
    story.push({ what: 'live', at: shop.now().getTime(), sha })
  }
}

/** What was judged last stands as it was judged: nothing older goes on standing beside it. */
const standing = ({ shop, pull }: World, { outputs }: ActionResult, now: ReadonlySet<string>): void => {
  const { sha, decision } = outputs
  if (!sha || !decision || sha !== pull.head.sha || pull.mergedAt !== null) return
  if (now.has(`land ${sha}`)) return
  expect(statusOf(shop, sha)).not.toBe('success')
  const stands = pull.reviews.filter(
    ({ author, commit, state }) => author === 'github-actions[bot]' && state === 'APPROVED' && commit === sha,
  )
  expect(stands).toEqual([])
}

const play = async ({ begins, steps }: Story): Promise<void> => {
  const world = await openWorld(begins)
  counted.sequences += 1
  const { delivered, pull, story, waiting } = world
  for (const step of steps) {
    if (step.do === 'deliver') {
      const at = waiting.length === 0 ? -1 : step.which % waiting.length
      const [letter] = at < 0 ? [] : waiting.splice(at, 1)
      if (letter === undefined) continue
      delivered.push(letter)
      const { meanwhile, request } = step
      if (meanwhile === null || meanwhile.do === 'deliver' || meanwhile.do === 'repeat')
        await hold(world, letter)
      else await hold(world, letter, { during: { request, happens: () => void act(world, meanwhile) } })
    } else if (step.do === 'repeat') {
      const letter = delivered[step.which % Math.max(1, delivered.length)]
      if (letter === undefined) continue
      count('repeated')
      await hold(world, letter, { attempt: step.rerun ? 2 : 1 })
    } else if (act(world, step)) {
      count(step.do)
      if (step.do !== 'say' || !step.heard) continue
      const letter = waiting.pop()!
      delivered.push(letter)
      await hold(world, letter)
    }
  }
  // At the end all is told: what may go does, and what may not does not.
  const head = pull.head.sha
  const isLanded = pull.mergedAt !== null
  const tip = world.line.at(-1)!
  const may = isLanded ? mayRun(story, tip) : mayLand(story, head)
  const run = await lookAgain(world)
  counted.runs += 1
  inspect(world, run, allowed(world))
  const { decision, sha } = run.outputs
  expect(sha).toBe(isLanded ? tip : head)
  // Words may have been shadowed by others of the same person: then the gate asks once more than it must.
  if (!may) expect(decision).not.toBe('approve')
  else if (!hasHeardWords(story)) expect(decision).toBe('approve')
  count(`ends with ${decision}`)
}

const people = fc.constantFrom('mira', 'ada', 'ada', 'jonas', 'jonas', 'noor')
const place = fc.nat({ max: 5 })
const action: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('push' as const),
      brings: fc.constantFrom('harmless', 'guarded', 'risky', 'nothing-risky'),
      by: fc.constantFrom('mira', 'mira', 'ada'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('force' as const), to: place }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('review' as const),
      by: people,
      opinion: fc.constantFrom('APPROVED', 'APPROVED', 'CHANGES_REQUESTED', 'COMMENTED'),
      of: fc.constantFrom(0, 0, 0, 1, 2),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('dismiss' as const), which: place }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      by: people,
      words: fc.oneof(
        { weight: 3, arbitrary: fc.constant('head' as const) },
        { weight: 2, arbitrary: fc.constant('bare' as const) },
        {
          weight: 5,
          arbitrary: fc.constantFrom('older', 'talk', 'reject', 'freeze', 'unfreeze', 'override'),
        },
      ),
      heard: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), which: place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('permit' as const),
      login: fc.constantFrom('ada', 'jonas', 'noor'),
      permission: fc.constantFrom('read', 'write'),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'tighten' }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 2, 10) }),
  },
  { weight: 2, arbitrary: fc.constant<Step>({ do: 'land' }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('deploy' as const), older: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant<Step>({ do: 'pend' }) },
)
const delivery: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      which: place,
      meanwhile: fc.option(action, { freq: 3 }),
      request: fc.integer({ min: 2, max: 24 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('repeat' as const), which: place, rerun: fc.boolean() }),
  },
)
interface Story {
  readonly begins: Content
  readonly steps: readonly Step[]
}

const stories: fc.Arbitrary<Story> = fc.record({
  begins: fc.constantFrom('harmless', 'guarded', 'guarded', 'risky'),
  steps: fc.array(fc.oneof({ weight: 5, arbitrary: action }, { weight: 2, arbitrary: delivery }), {
    minLength: 3,
    maxLength: 14,
  }),
})

test(`nothing is let go that the policy does not let go, in ${sequences} orders of events`, {
  timeout: 60_000 + sequences * 15_000,
}, async () => {
  await fc.assert(fc.asyncProperty(stories, play), { numRuns: sequences })
  // Nothing was proven by a gate that never let anything go, nor by stories in which nothing came late.
  expect(counted.letGo).toBeGreaterThan(counted.runs / 10)
  expect(counted.held).toBeGreaterThan(counted.runs / 10)
  for (const kind of [
    'push',
    'force',
    'review',
    'dismiss',
    'say',
    'edit',
    'permit',
    'tighten',
    'land',
    'pend',
  ])
    expect(counted.kinds.get(kind) ?? 0, kind).toBeGreaterThan(0)
  expect(counted.kinds.get('repeated')).toBeGreaterThan(0)
})

afterAll(() => {
  if (process.env['SEQUENCES'])
    console.info(JSON.stringify({ ...counted, kinds: Object.fromEntries(counted.kinds) }))
})
