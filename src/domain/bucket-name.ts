/** S3 lets these stand before a name, or behind it, for itself only. */
const reservedStarts = ["xn--", "sthree-", "amzn-s3-demo-"] as const;
const reservedEnds = ["--ol-s3", ".mrap", "--table-s3"] as const;

/** The first character that no bucket's name may have anywhere; null when there is none. */
const oddCharacter = (name: string, allowed: RegExp): string | null =>
  Array.from(name).find((each) => !allowed.test(each)) ?? null;

/**
 * Which rule a name breaks that holds at every storage service, as the end of a sentence; null for none. Capitals and
 * underscores of older buckets and of other services are let through.
 */
export const bucketNameProblem = (name: string): string | null => {
  if (name.length < 3 || name.length > 63) return "must have 3 to 63 characters";
  const odd = oddCharacter(name, /^[A-Za-z0-9._-]$/u);
  if (odd !== null) return `contains "${odd}": only letters, digits and . - _ are allowed`;
  if (!/^[A-Za-z0-9].*[A-Za-z0-9]$/u.test(name)) return "must start and end with a letter or digit";
  if (name.includes("..")) return "must not contain two dots in a row";
  return /^\d+\.\d+\.\d+\.\d+$/u.test(name) ? "looks like an IP address" : null;
};

/**
 * Which rule of AWS a name breaks that others do not have, as the end of a sentence; null for none. S3 "General purpose
 * bucket naming rules"; `region`: buckets of us-east-1 from before March 2018 may have capitals and underscores.
 */
export const awsBucketNameProblem = (name: string, region: string | null): string | null => {
  // S3 User Guide, "Directory buckets": they need s3express:CreateSession.
  if (name.endsWith("--x-s3")) return "is a directory bucket (S3 Express), which needs other keys";
  const start = reservedStarts.find((each) => name.startsWith(each));
  if (start !== undefined) return `must not start with ${start}, which S3 keeps for itself`;
  const end = reservedEnds.find((each) => name.endsWith(each));
  if (end !== undefined) return `must not end with ${end}, which S3 keeps for itself`;
  if (region === "us-east-1") return null;
  const capital = oddCharacter(name, /^[^A-Z]$/u);
  if (capital !== null) return `contains "${capital}": S3 allows only lower-case letters`;
  return name.includes("_") ? `contains "_": S3 allows only letters, digits, . and -` : null;
};
