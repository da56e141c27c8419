const byteUnits = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** A size as people read it: "0 B", "512 B", "1.2 MiB". Binary units, one decimal from KiB up. */
export const formatBytes = (bytes: number): string => {
  let value = Math.max(0, bytes);
  let unit = 0;
  // 1,023.95 would round to "1024.0": it belongs to the next unit.
  while (unit < byteUnits.length - 1 && value >= (unit === 0 ? 1024 : 1023.95)) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? Math.round(value) : value.toFixed(1)} ${byteUnits[unit]}`;
};

/** "11.8 MiB/s". */
export const formatRate = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;

const twoDigits = (value: number) => String(value).padStart(2, "0");

const pair = (big: number, bigUnit: string, small: number, smallUnit: string) =>
  small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;

/** The two largest units of a time: "45 s", "1 min 10 s", "2 h 5 min", "3 d 4 h". Takes seconds. */
export const formatDuration = (seconds: number): string => {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return pair(Math.floor(whole / 60), "min", whole % 60, "s");
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), "h", minutes % 60, "min");
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), "d", hours % 24, "h");
};

/** A wait that is counted down: "0:42", "1:05". Takes milliseconds; 0 only when it is over. */
export const formatCountDown = (ms: number): string => {
  const seconds = Math.ceil(Math.max(0, ms) / 1000);
  return `${Math.floor(seconds / 60)}:${twoDigits(seconds % 60)}`;
};

/** A guess, so one unit only: "less than 1 min", "about 3 min", "about 2 h", "about 4 d". Takes seconds. */
export const formatRoughDuration = (seconds: number): string => {
  if (seconds < 60) return "less than 1 min";
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `about ${minutes} min`;
  const hours = Math.round(minutes / 60);
  return `about ${hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`}`;
};

/** Whole percent, never 100 before the end: "99%" until `done` reaches `total`. */
export const formatPercent = (done: number, total: number): string => {
  if (total <= 0 || done >= total) return "100%";
  return `${Math.min(99, Math.floor((Math.max(0, done) / total) * 100))}%`;
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Local time in 12 columns: "24 Nov 09:12" in the year of `nowMs`, else " 3 Jan  2024". Milliseconds since 1970. */
export const formatWhen = (atMs: number, nowMs: number): string => {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return "";
  const day = `${String(at.getDate()).padStart(2)} ${months[at.getMonth()]}`;
  return at.getFullYear() === new Date(nowMs).getFullYear()
    ? `${day} ${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`
    : `${day}  ${at.getFullYear()}`;
};

/** Local time of day: "15:33". Milliseconds since 1970. */
export const formatTime = (atMs: number): string => {
  const at = new Date(atMs);
  return `${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`;
};

/** When something will be, or was: "15:33" on the day of `nowMs`, else "1 Dec 15:33". */
export const formatMoment = (atMs: number, nowMs: number): string =>
  new Date(atMs).toDateString() === new Date(nowMs).toDateString()
    ? formatTime(atMs)
    : formatWhen(atMs, nowMs).trim();

/** Bytes of a whole without their unit when both have the same: "1.1 of 1.9 GiB". */
export const formatShare = (done: number, total: number): string => {
  const [doneText, totalText] = [formatBytes(done), formatBytes(total)];
  const [value, unit] = doneText.split(" ");
  return totalText.endsWith(` ${unit}`)
    ? `${value} of ${totalText}`
    : `${doneText} of ${totalText}`;
};

/** "4,059": thousands are separated. */
export const formatNumber = (count: number): string =>
  String(count).replace(/\B(?=(\d{3})+$)/g, ",");

/** "1 file", "3 files"; thousands are separated: "100,000 files". */
export const formatCount = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;
