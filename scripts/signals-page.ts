/** The page that tells every signal: its question, why it is asked, and who found that it matters. */
import {
  deploymentSignals,
  experienceSignals,
  incidentMomentSignals,
  incidentSignals,
  signals,
} from '../src/signals/all.ts'
import type { DeploymentSignal, Signal } from '../src/signals/signal.ts'

const directions = {
  '1': 'never safer with more',
  '-1': 'never riskier with more',
  '0': 'either way, the data decide',
} as const

type Told = Pick<Signal | DeploymentSignal, 'name' | 'question' | 'why' | 'direction'>

const entry = ({ name, question, why, direction }: Told): string =>
  [
    `### ${question}`,
    '',
    `\`${name}\` · ${directions[`${direction}`]}${experienceSignals.has(name) ? ' · left out by `experience: off`' : ''}`,
    '',
    why,
  ].join('\n')

export const signalsPage = (): string => `# Signals

What the gate measures: ${signals.length} questions about every part, and ${deploymentSignals.length} about the deployment. Each is answered as of the moment
the part landed, with what was known then; "unavailable" is an answer, with its cause, and moves the risk by nothing.
The model learns what each answer multiplies the risk by; where theory is firm, it may only do so in one direction.

## About a part

${signals.map(entry).join('\n\n')}

## About the deployment

${deploymentSignals.map(entry).join('\n\n')}

## About incidents

${incidentSignals.length} more questions about every part, and ${incidentMomentSignals.length} about the deployment, are asked once \`learn\` was told an incident; before that no
number moves. An incident counts from the moment somebody noticed it, for parts of the past as for the one at hand.
Where it was follows from the components it names: components of the catalogue, the repository itself, folders by path
or name, or files named so, in any case and punctuation; where it names none that is known here, from the areas of the changes that
are confirmed to have caused it. The shipped model knows no incidents: until outcomes of this repository say otherwise,
each answer means what is said below, and no outcome can make an incident a good sign.

${incidentSignals.map(entry).join('\n\n')}

### And the deployment

${incidentMomentSignals.map((signal) => entry(signal).replace('###', '####')).join('\n\n')}

*This page is generated from \`src/signals/\` by \`npm run docs\`.*
`
