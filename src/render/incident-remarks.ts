import type { Language } from '../core/config.ts';
import type { IncidentReport } from '../core/report-model.ts';
import { shortLength } from './numbers.ts';
import { reportWords } from './report-words.ts';

/** What stands behind the cause of an incident: that its server went away, and how much of it counts if not all of it does. */
export function incidentRemarks(incident: IncidentReport, language: Language): string[] {
  const words = reportWords(language);
  const remarks = incident.reason === 'removed' ? [words.removed] : [];
  if (incident.countedMs === 0) return [...remarks, words.countedNone];
  const counted = shortLength(incident.countedMs, language);
  // Lengths are shown cut: what looks the same needs no remark.
  return counted === shortLength(incident.lengthMs, language)
    ? remarks
    : [...remarks, words.counted(counted)];
}
