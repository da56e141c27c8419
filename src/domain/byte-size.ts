// Decimal units as network providers count, binary ones as file managers do; a bare letter is binary, as in curl.
const unitBytes: Readonly<Record<string, number>> = {
  b: 1,
  "": 1,
  k: 1024,
  kib: 1024,
  kb: 1000,
  m: 1024 ** 2,
  mib: 1024 ** 2,
  mb: 1000 ** 2,
  g: 1024 ** 3,
  gib: 1024 ** 3,
  gb: 1000 ** 3,
};

/** "64MiB", "500 kB", "1,5 MB", "2M" in whole bytes; null for anything else. */
export const readByteSize = (text: string): number | null => {
  const [, number = "", unit = ""] = /^(\d+(?:[.,]\d+)?)\s*([kmg]?i?b?)$/i.exec(text.trim()) ?? [];
  const factor = unitBytes[unit.toLowerCase()];
  if (number === "" || factor === undefined) return null;
  return Math.floor(Number(number.replace(",", ".")) * factor);
};
