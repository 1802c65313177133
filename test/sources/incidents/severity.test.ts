/** Severities as tools write them. */
import { expect, test } from 'vitest'
import { severityOf } from '../../../src/sources/incidents/severity.ts'

test.each([
  ['SEV-1', 'sev1'],
  ['P2', 'sev2'],
  ['3 - Moderate', 'sev3'],
  ['severity::4', 'sev4'],
  ['P5', 'sev4'],
  ['critical', 'sev1'],
  ['major', 'sev2'],
  ['degraded', 'sev3'],
  ['info', 'sev4'],
  // What monitors call so disturbed nobody yet: a normal error, and no failure.
  ['warning', 'sev4'],
  ['critical warning', 'sev1'],
  ['purple', 'unknown'],
])('%s is %s', (written, severity) => expect(severityOf(written)).toBe(severity))
