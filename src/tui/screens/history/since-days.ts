const dayMs = 24 * 60 * 60 * 1000;

/** When the first of so many days began in this computer's time zone, today being the last; null: always. */
export const sinceDays = (days: number | null): number | null =>
  days === null ? null : new Date().setHours(0, 0, 0, 0) - (days - 1) * dayMs;
