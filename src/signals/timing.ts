/** Timing and tempo: when it landed, how long it waited, what the repository was going through. */
import { measured, unavailable } from '../domain/measurement.ts'
import { counted, lasting, type Signal, type Subject } from './signal.ts'

const day = 86_400

/** Hour of the week on the clock most authors here used lately: 0 is Monday 00:00. */
const hourOfWeek = ({ part, past }: Subject): number => {
  const local = part.time + past.usualZone() * 60
  // 1970-01-01 was a Thursday.
  return (((Math.floor(local / 3600) + 3 * 24) % 168) + 168) % 168
}

export const offHours: Signal = {
  name: 'off-hours',
  question: 'Did it land outside working hours of the repository’s usual zone?',
  why: 'Changes around midnight were buggier and morning ones cleanest in Linux and PostgreSQL (Eyolfson et al., MSR 2011); fewer eyes are open, too. Weekday 7–19 counts as working hours.',
  shape: 'flag',
  direction: 0,
  measure: (subject) => {
    const hour = hourOfWeek(subject)
    return measured(hour >= 5 * 24 || hour % 24 < 7 || hour % 24 >= 19 ? 1 : 0)
  },
  sentence: (value) => (value === 1 ? 'landed outside working hours' : 'landed in working hours'),
}

export const beforeWeekend: Signal = {
  name: 'before-weekend',
  question: 'Did it land on a Friday afternoon or at the weekend?',
  why: 'What breaks then is found later by fewer people: exposure rather than cause, kept because teams ask.',
  shape: 'flag',
  direction: 0,
  measure: (subject) => measured(hourOfWeek(subject) >= 4 * 24 + 14 ? 1 : 0),
  sentence: (value) => (value === 1 ? 'landed before or at the weekend' : 'landed during the week'),
}

export const branchAge: Signal = {
  name: 'branch-age',
  question: 'How long before landing was its oldest commit written?',
  why: 'Old branches were written against a repository that has moved on (integration delay).',
  shape: 'count',
  direction: 0,
  measure: ({ part }) => measured((part.time - part.authoredAt) / day),
  sentence: (value) => `written ${lasting(value * day)} before it landed`,
}

export const landedToday: Signal = {
  name: 'landed-today',
  question: 'How many parts landed in the 24 hours before it?',
  why: 'In a rush, changes meet that were never tested together, and each is looked at for less time.',
  shape: 'count',
  direction: 0,
  measure: ({ past }) => measured(past.landedWithin(day)),
  sentence: (value) => `${counted(value, 'part')} landed in the day before`,
}

export const recentFailures: Signal = {
  name: 'recent-failures',
  question: 'What share of the parts of the last 14 days is known to have failed?',
  why: 'Failures come in spells; the repository’s own tempo of failing is the first thing to know (SRE: burn rate).',
  shape: 'share',
  direction: 1,
  measure: ({ past, surroundings }) =>
    measured(
      (past.failuresWithin(14 * day).count + 20 * surroundings.usualFailureRate) /
        (past.landedWithin(14 * day) + 20),
    ),
  sentence: (_value, { past }) => {
    const { count } = past.failuresWithin(14 * day)
    return count === 0
      ? 'no failure became known in 14 days'
      : `${counted(count, 'failure')} became known in 14 days`
  },
}

export const sinceFailure: Signal = {
  name: 'since-failure',
  question: 'How long ago did the last failure here become known?',
  why: 'Time since the last failure measures calm; the longer, the safer the ground (DORA: failed deployment recovery).',
  shape: 'count',
  direction: -1,
  measure: ({ past }) => {
    const { sinceLast } = past.failuresWithin(365 * day)
    return sinceLast === null ? unavailable('no failure is known') : measured(sinceLast / day)
  },
  sentence: (value) => `last failure here ${lasting(value * day)} before`,
}
