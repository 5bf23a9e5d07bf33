/** Times and offsets. */
import { offsetMinutes } from '../../epcis/time.ts';
import type { Rule } from './rule.ts';

export const timeRules: readonly Rule[] = [
  {
    id: 'time-zone-offset-invalid',
    section: 'EPCIS 2.0, EPCISEvent',
    summary: 'eventTimeZoneOffset is + or -, hours and minutes, up to 14:00.',
    severity: 'error',
    check: function* ({ eventTimeZoneOffset }) {
      if (eventTimeZoneOffset !== 'Z' && offsetMinutes(eventTimeZoneOffset) !== undefined) return;
      yield { message: `eventTimeZoneOffset "${eventTimeZoneOffset}" is no offset.`, hint: 'Write it like +01:00.' };
    },
  },
];
