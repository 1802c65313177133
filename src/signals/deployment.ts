/** Deployment context: what surrounds a deployment, whatever is in it. */
import { measured, unavailable } from '../domain/measurement.ts'
import { counted, type DeploymentSignal, lasting } from './signal.ts'

const day = 86_400

const orUnavailable = (seconds: number | null, why: string, unit = day) =>
  seconds === null ? unavailable(why) : measured(seconds / unit)

export const numberOfParts: DeploymentSignal = {
  name: 'number-of-parts',
  question: 'How many parts go out at once?',
  why: 'Every part adds its own hazard, so the number enters through their sum and nowhere else; shown because small batches are the cheapest remedy there is (DORA, working in small batches).',
  shape: 'count',
  direction: 0,
  measure: ({ parts }) => measured(parts),
  sentence: (value) => `${counted(value, 'part')} at once`,
}
export const oldestPart: DeploymentSignal = {
  name: 'oldest-part-age',
  question: 'How long has the oldest part waited?',
  why: 'Parts that wait are forgotten by who wrote them, and meet later ones (DORA, change lead time).',
  shape: 'count',
  direction: 1,
  measure: ({ oldestPartAge }) => orUnavailable(oldestPartAge, 'there is no part'),
  sentence: (value) => `oldest part waited ${lasting(value * day)}`,
}
export const sinceDeployment: DeploymentSignal = {
  name: 'since-deployment',
  question: 'How long ago was the deployment before?',
  why: 'What has not been done for long is done badly: rare deployments fail more often (DORA, deployment frequency).',
  shape: 'count',
  direction: 1,
  measure: (context) => orUnavailable(context.sinceDeployment, 'no earlier deployment is known'),
  sentence: (value) => `deployment before was ${lasting(value * day)} ago`,
}
export const sinceKnownFailure: DeploymentSignal = {
  name: 'since-known-failure',
  question: 'How long ago did a failure last become known?',
  why: 'Right after a failure attention is divided, and its cause may still be live.',
  shape: 'count',
  direction: -1,
  measure: (context) => orUnavailable(context.sinceFailure, 'no failure is known'),
  sentence: (value) => `last failure became known ${lasting(value * day)} ago`,
}
export const soakedElsewhere: DeploymentSignal = {
  name: 'soaked-elsewhere',
  question: 'How long has exactly this run in an earlier environment?',
  why: 'Hours in staging without trouble are evidence that no reading of code can give.',
  shape: 'count',
  direction: -1,
  measure: (context) =>
    orUnavailable(context.soakedHours, 'no earlier environment reports deployments of this commit', 1),
  sentence: (value) => `ran ${counted(value, 'hour')} in an earlier environment`,
}
