/** The page that tells every signal: its question, why it is asked, and who found that it matters. */
import { deploymentSignals, experienceSignals, signals } from '../src/signals/all.ts'
import type { DeploymentSignal, Signal } from '../src/signals/signal.ts'

const directions = {
  '1': 'never safer with more',
  '-1': 'never riskier with more',
  '0': 'either way, the data decide',
} as const

const entry = ({ name, question, why, direction }: Signal | DeploymentSignal): string =>
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

*This page is generated from \`src/signals/\` by \`npm run docs\`.*
`
