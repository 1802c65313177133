/** The model card: what the shipped prior was learned from, what it says, how good it is, and what it does not know. */
import { readdirSync, readFileSync } from 'node:fs'
import { exp } from '../src/domain/numerics.ts'
import type { Artefact } from '../src/model/artefact.ts'
import { readArtefact } from '../src/model/artefact-reading.ts'
import { effectAt } from '../src/model/curve.ts'
import { answerAt, cornersOf, strengthOf } from '../src/model/curve-reading.ts'
import { deploymentSignals, signals } from '../src/signals/all.ts'
import { drawShapes } from './shape-drawing.ts'

const root = new URL('../', import.meta.url)
const drawing = 'docs/model-shapes.svg'
/** Tables that benches print: `npm run bench:NAME -- … > docs/measured/NAME.md`. */
const measured = new URL('docs/measured/', root)

const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`
const counted = (value: number): string => Math.round(value).toLocaleString('en')

const sourcesTable = ({ sources = [] }: Artefact): string =>
  [
    '| repository | licence | commit | parts | failures, by their confidence |',
    '|---|---|---|---|---|',
    ...sources.map(
      ({ name, licence, commit, parts, failures }) =>
        `| [${name}](https://github.com/${name}) | ${licence} | \`${commit.slice(0, 12)}\` | ${counted(parts)} | ${counted(failures)} |`,
    ),
  ].join('\n')

const bound = { '1': 'never falls', '-1': 'never rises', '0': '' } as const

const weightsTable = ({ terms }: Artefact, questions: ReadonlyMap<string, string>): string =>
  [
    '| question | from | to | held to | differs by |',
    '|---|---|---|---|---|',
    ...[...terms]
      .sort((a, b) => strengthOf(b) - strengthOf(a))
      .map((term) => {
        const corners = cornersOf(term)
        const end = (z: number) => `${answerAt(term, z)} ×${exp(effectAt(term, z)).toFixed(2)}`
        const spread = `×${exp(term.level).toFixed(2)}`
        return `| ${questions.get(term.name) ?? term.name} | ${end(corners[0]!)} | ${end(corners.at(-1)!)} | ${bound[`${term.direction}`]} | ${spread} |`
      }),
  ].join('\n')

const measuredTables = (): string => {
  let files: readonly string[] = []
  try {
    files = readdirSync(measured)
      .filter((file) => file.endsWith('.md'))
      .sort()
  } catch {
    // Nobody has measured yet: the section says so.
  }
  if (files.length === 0)
    return 'Nothing is on record; `npm run bench:calibration` and its like in CONTRIBUTING.md measure it.'
  return files.map((file) => readFileSync(new URL(file, measured), 'utf8').trim()).join('\n\n')
}

const contextSentence = ({ context }: Artefact): string =>
  context.length === 0
    ? `No question about the moment of a deployment (${deploymentSignals.map(({ name }) => name).join(', ')}) foretold failures on later deployments by more than chance, so none has a weight.`
    : `About the moment of a deployment: ${context.map(({ name, slopes }) => `${name}, ×${exp(slopes[0]!).toFixed(2)} a standard deviation`).join('; ')}.`

const page = (prior: Artefact): string => {
  const questions = new Map(signals.map(({ name, question }) => [name, question]))
  const { trainedOn } = prior
  return `# Model card

Artefact \`sha256:${prior.id.slice(0, 16)}\`, schema ${prior.schema}, engine ${prior.engine}. ${counted(trainedOn.parts)} parts of ${trainedOn.repositories} public repositories, ${counted(trainedOn.failures)} failures.

## What it is for

It tells how likely a part, or a change of several, is to fail: to be reverted or hot-fixed within 14 days. It is where a
repository starts; what is known there takes over as outcomes come in. It ranks changes and sets a limit for review. It is
not made to judge people: no identity enters it, and \`experience: off\` leaves out even the counts of earlier work.

## How it works

Each answer multiplies the risk by a factor that can be read off below; hazards of parts add up, a context multiplies,
and many parts are damped by k = ${prior.frailty.toFixed(1)} for failures come in clusters (ADR 5). A usual part fails with ${percent(prior.usualHazard)}, give or
take a factor of ${exp(prior.interceptSd).toFixed(1)} between repositories. ${contextSentence(prior)}
Everything else is in \`src/model/\`, written to be read.

## What it was learned from

${sourcesTable(prior)}

Only permissive licences; \`npm run prior\` fits it anew from clones anyone can make.

## What each answer does

![What each answer multiplies the risk by](model-shapes.svg)

Strongest first. Ends stand two standard deviations below and three above the mean of the average repository, or where
answers end; each repository measures by its own. After learning, slopes lose 15 % (ADR 15).

${weightsTable(prior, questions)}

*held to*: what the data may not contradict. *differs by*: how far repositories lie apart, per standard deviation.

## How good it is

${measuredTables()}

## What a repository adds

With the first outcome the weights become those of the repository, and \`learn --card FILE\` writes a card of them: what
it learned from and since when, what moved it, how it does there, what each family weighs, what is certified. The ledger
keeps every one, under a \`model\` record. \`learn --json\` has its numbers:
\`sources\` counts records by where they are from, git's reverts and hotfixes, deployments, incidents by form, words of people,
since when each speaks, how many incidents are tied to a change by plain words or only suspected, and how many did not count;
\`incidents.notCounted\` and \`incidents.unusable\` say why, one sentence each; \`moved\` names the failures that moved the
model the most, \`odd\` what should be looked at. Beside git no one record multiplies a risk by more than three (ADR 18).
\`gate --json\` counts in \`labels.sources\` the failures the model stands on, by cause.

## What it does not know

- A revert or a hotfix is a proxy: some failures are fixed forward unseen, some reverts are no failures. Incidents count
  where \`learn\` is given them, and the prior has seen none.
- All its repositories are open source, most of one organisation each; yours may differ by more than they do.
- Many failures of electron are bumps of a version undone by a robot, easy to foretell.
- It sees what git sees: nothing of load, of configuration elsewhere, of who is on call.
- Where the rate of failures itself jumps, risks lag behind until outcomes of some weeks are known.

*This page is generated from \`src/model/prior.json\` and \`docs/measured/\` by \`npm run docs\`.*
`
}

export const modelCardPages = (): Readonly<Record<string, string>> => {
  const prior = readArtefact(
    JSON.parse(readFileSync(new URL('src/model/prior.json', root), 'utf8')),
    'src/model/prior.json',
  )
  const questions = new Map(signals.map(({ name, question }) => [name, question]))
  return { 'docs/model-card.md': page(prior), [drawing]: drawShapes(prior.terms, questions) }
}
