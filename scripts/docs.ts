import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import * as z from 'zod'
import { configurationSchema } from '../src/config/schema.ts'
import { jsonSchemaOf } from '../src/domain/document-shape.ts'
import { incidentShape } from '../src/domain/incident.ts'
import { actionPages } from './action-yml.ts'
import { modelCardPages } from './model-card-page.ts'
import { rolloutPages } from './rollout-page.ts'
import { signalsPage } from './signals-page.ts'

/**
 * Writes the pages that follow from the code: the JSON Schema of the configuration, the page that explains it, the
 * JSON Schema of an incident, the page of signals, the model card, and the files and the page of the actions.
 * With `--check` it writes nothing and fails when a committed page is not what the code says.
 */

/** As much of JSON Schema as our own schema uses. */
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

const root = new URL('../', import.meta.url)

const jsonSchema = (): Node => ({
  ...(z.toJSONSchema(configurationSchema, { io: 'input' }) as Node),
  title: 'change-risk-gate configuration',
  description: 'What .github/change-risk.yml may say.',
})

/** A mapping and the name of its section: `environments.NAME.auto-approve`. */
interface Section {
  readonly path: string
  readonly node: Node
}

/** Sees through "or null", lists and names people chose, to the mapping inside; several for a choice of mappings. */
const mappingsInside = ({ path, node }: Section): readonly Section[] => {
  const choices = node.anyOf ?? node.oneOf
  if (choices !== undefined) {
    return choices.flatMap((choice) =>
      mappingsInside({ path, node: { ...pickDescription(node), ...choice } }),
    )
  }
  if (node.items !== undefined) return mappingsInside({ path: `${path}[]`, node: node.items })
  if (typeof node.additionalProperties === 'object') {
    return mappingsInside({
      path: `${path}.NAME`,
      node: { ...pickDescription(node), ...node.additionalProperties },
    })
  }
  return node.properties === undefined ? [] : [{ path, node }]
}

const pickDescription = ({ description }: Node): Node => (description === undefined ? {} : { description })

const listSections = (section: Section): readonly Section[] => [
  section,
  ...Object.entries(section.node.properties ?? {}).flatMap(([key, node]) =>
    mappingsInside({ path: section.path === '' ? key : `${section.path}.${key}`, node }).flatMap(
      listSections,
    ),
  ),
]

const typeOf = (node: Node): string => {
  if (node.title !== undefined) return node.title
  const choices = (node.anyOf ?? node.oneOf ?? []).filter(({ type }) => type !== 'null')
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(' or ')
  return node.type === 'object' ? 'mapping' : (node.type ?? 'any')
}

const descriptionOf = (node: Node): string =>
  node.description ?? node.anyOf?.map(descriptionOf).find((description) => description !== '') ?? ''

const defaultOf = (node: Node, isRequired: boolean): string => {
  if (isRequired) return '**required**'
  const value = node.default
  if (value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0))
    return ''
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

const table = ({ node }: Section): string =>
  [
    '| key | what it takes | default | meaning |',
    '|---|---|---|---|',
    ...Object.entries(node.properties ?? {}).map(([key, value]) => {
      const isRequired = node.required?.includes(key) ?? false
      return `| \`${key}\` | ${cell(typeOf(value))} | ${defaultOf(value, isRequired)} | ${cell(descriptionOf(value))} |`
    }),
  ].join('\n')

const heading = ({ path, node }: Section): string => {
  if (path === '') return '## The file'
  const [kind] = Object.entries(node.properties ?? {}).filter(([, value]) => typeof value.const === 'string')
  return `## \`${path}\`${kind === undefined ? '' : ` with \`${kind[0]}: ${kind[1].const}\``}`
}

const page = (schema: Node, example: string): string => `# Configuration

\`.github/change-risk.yml\` says what a team wants from the gate. It is optional: without it the gate observes, shows
what it would have asked for and holds nothing. Start with two lines, \`version: 1\` and \`mode: observe\`, and add a key
when you miss it. Unknown keys are errors, and every error names file, line and key, what was found and what is wanted.

An editor that knows JSON Schema completes and checks the file when this is its first line:

\`\`\`yaml
# yaml-language-server: $schema=https://raw.githubusercontent.com/OWNER/change-risk-gate/main/docs/change-risk.schema.json
\`\`\`

with the organisation that publishes the action for \`OWNER\`.

The gate reads the file as it stands at the base of a change, never as the change would have it; a change that touches
it always asks for a review.

## A whole example

\`\`\`yaml
${example.trimEnd()}
\`\`\`

## How values are written

- **Percentages** carry their sign: \`10%\`, \`99.996%\`. A bare number is refused, because 0.1 and 10 both look like ten
  percent to somebody.
- **Lengths of time** carry their units, longest first: \`30m\`, \`72h\`, \`4h30m\`, \`14d\`, \`2w\`, \`24mo\`, \`1y\`. A month
  is a twelfth of a year of 365.25 days.
- **Globs** begin at the root of the repository: \`*\` and \`?\` inside one name, \`**\` for any depth, \`[a-z]\`, \`{a,b}\`,
  and \`\\\` before a character that means itself. Names that begin with a dot are names like any other.
- **Times** of windows are on the clock of their \`time-zone\`. A window is in force from its start until its end, and no
  longer at its end. A \`cron\` window lasts its \`for\` in elapsed time. A time the clock skips in spring means the same
  time after the jump; where \`from\` or \`to\` name a time that comes twice in autumn, the window is the longer of the two.
- **Windows** never touch the risk. \`limit\` lowers what may go out unreviewed (several in force multiply), \`effect: review\`
  asks for a person, \`effect: emergency-only\` holds until the window ends, \`effect: allow\` holds outside such windows.
  Those of a component hold for changes that touch it, those of a customer for changes to what they notice. A redeploy
  of what runs, and a rollback that crosses no migration, wait for none of them. More, with examples:
  [windows and budgets](windows-and-budgets.md).

${listSections({ path: '', node: schema })
  .map((section) =>
    [heading(section), section.path === '' ? '' : descriptionOf(section.node), table(section)]
      .filter((text) => text !== '')
      .join('\n\n'),
  )
  .join('\n\n')}

*This page is generated from \`src/config/schema.ts\` and \`examples/change-risk.yml\` by \`npm run docs\`.*
`

/** What an incident looks like once it is read, and how tools may hand us theirs. */
const incidentSchema = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'change-risk-gate incident',
  ...jsonSchemaOf(incidentShape),
})

const schema = jsonSchema()
const pages = {
  'docs/change-risk.schema.json': `${JSON.stringify(schema, null, 2)}\n`,
  'docs/configuration.md': page(schema, readFileSync(new URL('examples/change-risk.yml', root), 'utf8')),
  'docs/incident.schema.json': `${JSON.stringify(incidentSchema(), null, 2)}\n`,
  'docs/signals.md': signalsPage(),
  ...modelCardPages(),
  ...actionPages(),
  ...rolloutPages(),
}

const readOrNothing = (path: string): string => {
  try {
    return readFileSync(new URL(path, root), 'utf8')
  } catch {
    return ''
  }
}

const stale = Object.entries(pages).filter(([path, text]) => readOrNothing(path) !== text)
if (process.argv.includes('--check')) {
  for (const [path] of stale)
    console.error(`${path}: not what the code says; run npm run docs and commit the result`)
  if (stale.length > 0) process.exitCode = 1
} else {
  for (const [path, text] of stale) {
    mkdirSync(new URL('.', new URL(path, root)), { recursive: true })
    writeFileSync(new URL(path, root), text)
    console.log(`${path}: written`)
  }
}
