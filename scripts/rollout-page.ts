/** The pages of the rollout plan: its JSON Schema, and every key with what it takes, its default and its meaning. */
import * as z from 'zod'
import { rolloutPlanSchema } from '../src/config/rollout/schema.ts'

interface Node {
  readonly type?: string
  readonly title?: string
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Node>>
  readonly required?: readonly string[]
  readonly items?: Node
  readonly additionalProperties?: Node | boolean
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
}

/** The whole plan of the page; the tests read it, too. */
export const rolloutExample = `version: 1
service: web
after: [api]                     # when both are rolled out together
at-once: 1
targets:
  driver: haproxy
  socket: [10.0.0.5:9999, 10.0.0.6:9999]
  backend: web
  restart: { ssh: "sudo systemctl restart web@$GATE_VERSION" }
  zone-label: zone
customers:
  acme: { zones: [az-c] }
order: { zones: sequential, within: [unhealthy-first, leader-last], hand-over: true }
batch: { max-unavailable: 10%, min-healthy: 66%, drain-timeout: 30s, on-drain-timeout: fail }
health: { path: /healthz, version: "json:version", min-healthy-time: 10s, healthy-deadline: 5m, progress-deadline: 10m, max-failed: 1 }
first-wave: { budget: 0.1, blast: 100% }
exposure:
  low: [1, 10%, 100%]
  high: [1, 10, 100, 100%]
  critical: [1, 1 zone, 100%]
growth: { moderate: 4 }
bake: { low: 1m, moderate: 5m, high: 10m, critical: 1h, first-wave-factor: 2, min-requests: 300 }
gate:
  metrics:
    errors: { source: haproxy, alpha: 0.01, p-max: 1% }
    latency: { source: prometheus, url: "http://prometheus:9090", query: "http_request_duration_seconds_bucket" }
  on-no-data: hold
  inconclusive-deadline: 30m
rollback: { auto: true, max-unavailable: 33%, order: newest-first, on-failure: freeze, mode: rollback }
windows:
  - { name: weekend, cron: "0 16 * * 5", for: 64h, time-zone: Europe/Berlin, effect: emergency-only }
  - { name: acme-night, cron: "0 2 * * *", for: 3h, time-zone: Europe/Paris, effect: allow, customers: [acme] }
`

const schemaNode = (): Node => ({
  ...(z.toJSONSchema(rolloutPlanSchema, { io: 'input' }) as Node),
  title: 'change-risk-gate rollout plan',
  description: 'What .github/rollout.yml may say.',
})

interface Section {
  readonly path: string
  readonly node: Node
}

/** The mappings inside a value: through lists, names people chose, and choices. */
const mappingsInside = ({ path, node }: Section): readonly Section[] => {
  const described = (inner: Node): Node =>
    node.description === undefined ? inner : { description: node.description, ...inner }
  const choices = node.anyOf ?? node.oneOf
  if (choices !== undefined)
    return choices.flatMap((choice) => mappingsInside({ path, node: described(choice) }))
  if (node.items !== undefined) return mappingsInside({ path: `${path}[]`, node: node.items })
  if (typeof node.additionalProperties === 'object')
    return mappingsInside({ path: `${path}.NAME`, node: described(node.additionalProperties) })
  return node.properties === undefined ? [] : [{ path, node }]
}

const sectionsOf = (section: Section): readonly Section[] => [
  section,
  ...Object.entries(section.node.properties ?? {}).flatMap(([key, node]) =>
    mappingsInside({ path: section.path === '' ? key : `${section.path}.${key}`, node }).flatMap(sectionsOf),
  ),
]

const typeOf = (node: Node): string => {
  if (node.title !== undefined) return node.title
  const choices = (node.anyOf ?? node.oneOf ?? []).filter(({ type }) => type !== 'null')
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(' or ')
  return node.type === 'object' ? 'mapping' : (node.type ?? 'any')
}

const descriptionOf = (node: Node): string =>
  node.description ?? node.anyOf?.map(descriptionOf).find((text) => text !== '') ?? ''

const defaultOf = ({ default: value }: Node, isRequired: boolean): string => {
  if (isRequired) return '**required**'
  const isSilent =
    value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
  return isSilent ? '' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const sectionText = ({ path, node }: Section): string => {
  const properties = Object.entries(node.properties ?? {})
  const kind = properties.find(([, value]) => typeof value.const === 'string')
  const rows = properties.map(([key, value]) => {
    const fallback = defaultOf(value, node.required?.includes(key) ?? false)
    return `| \`${key}\` | ${cell(typeOf(value))} | ${fallback} | ${cell(descriptionOf(value))} |`
  })
  return [
    path === ''
      ? '## The file'
      : `## \`${path}\`${kind === undefined ? '' : ` with \`${kind[0]}: ${kind[1].const}\``}`,
    path === '' ? '' : descriptionOf(node),
    ['| key | what it takes | default | meaning |', '|---|---|---|---|', ...rows].join('\n'),
  ]
    .filter((text) => text !== '')
    .join('\n\n')
}

const page = (schema: Node): string => `# Rollout plan

\`.github/rollout.yml\` says how one service is restarted onto a new version. A **wave** is how much of the fleet runs the
new version when it ends; a **batch** is what is out of service at once inside a wave. Two numbers, never mixed.
Unknown keys are errors, and every error names file, line and key, what was found and what is wanted.

An editor that knows JSON Schema completes and checks the file when this is its first line:

\`\`\`yaml
# yaml-language-server: $schema=https://raw.githubusercontent.com/OWNER/change-risk-gate/main/docs/rollout.schema.json
\`\`\`

with the organisation that publishes the action for \`OWNER\`.

## A whole example

\`\`\`yaml
${rolloutExample.trimEnd()}
\`\`\`

Only \`version\`, \`service\` and \`targets\` are required, and what the gate looks at where the driver counts no errors.

## What the risk decides

- The **band** of the release chooses \`exposure\` (or \`growth\`) and \`bake\`. A risk that is unknown, or whose range is
  wide, counts as high.
- The **first wave** holds \`budget ÷ (risk × blast)\` instances, at least 1 and at most a tenth of the fleet; a list that
  begins smaller stands. It is never skipped, and neither is its gate.
- **Expected harm** (chance that the version is bad × instances on it × seconds watched) falls from wave to wave. A gate
  that passed leaves the version less suspect: with error counts by as much as its samples rule out (95 to 99 %), with
  health checks alone by three quarters. Where a step is larger than that pays for, waves are added and the plan says so.
- A list need not end with 100%: the last wave is always the whole fleet.

## What the capacity decides

\`max-unavailable\` is rounded down, \`min-healthy\` and \`max-surge\` up. Who is unhealthy or out of rotation already counts
as out. A plan that cannot be kept is refused before anything moves, with the arithmetic.

A journal on a branch is written by commits, and GitHub bears 500 of them and 1,000 requests an hour: after the first
twenty batches of a rollout one begins every 32 s at most, of two services that move at once ten and then one every 64 s
each, and so on. The finish of a plan counts with that. A ledger in a directory has no such limit.

## Windows

A window without \`zones\` and \`customers\` is about the whole fleet. No batch begins that would not be done when a closed
window begins; watching a wave goes on inside. Whoever an \`allow\` window is about is touched inside such windows only.
The way back waits for no window.

A person lifts windows for the rest of one rollout: \`rollout resume\`, given while it waits and is not paused, is the go
that \`review\` asks for; \`rollout run\` or \`resume\` with \`--emergency --reason WHY\` lifts \`emergency-only\`, too. Both stand in
the journal with who and why. Allowed times hold all the same, for they are agreed with somebody else.

## What the last lines say

- **lost to restarts: 0 of 6,748,210 requests at the load balancer**: with driver \`haproxy\`, whatever the gate reads.
  Counted there from just before a batch leaves until it is back, both ways: requests without an answer, or with half of
  one. What was \`answered 5xx\` meanwhile stands beside it, for only you know what is usual. Batches during which a load
  balancer could not be asked, or nobody coordinated, are named as not counted whole.
- **while instances moved 3 errors in 4,000 requests, as the gate counts**: with any other driver, what
  \`gate.metrics.errors\` reads. A request that reached nobody may be missing there.
- **not counted**: nobody was asked. It does not mean none.
- **1 instance not on v812: web-004, skipped by mira "disk swap"**: a \`skip\` holds for one rollout; the next
  \`rollout run\` to the same version brings along who was left.

${sectionsOf({ path: '', node: schema }).map(sectionText).join('\n\n')}

*This page is generated from \`src/config/rollout/\` by \`npm run docs\`.*
`

/** Path and text of each page. */
export const rolloutPages = (): Readonly<Record<string, string>> => {
  const schema = schemaNode()
  return {
    'docs/rollout.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
    'docs/rollout.md': page(schema),
  }
}
