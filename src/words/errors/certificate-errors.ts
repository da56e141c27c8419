/** What is wrong with a certificate, to be put behind a colon, and what to do about it. */
interface CertificateWords {
  readonly what: string;
  readonly step: string;
}

const expired: CertificateWords = {
  what: "its certificate has expired",
  step: "Check this computer's date. If it is right, ask the bucket owner or the recipient to renew the certificate.",
};
const early: CertificateWords = {
  what: "its certificate is not valid yet",
  step: "Check this computer's date, then try again.",
};
const otherName: CertificateWords = {
  what: "its certificate is for another name",
  step: "Compare the address with the one you were given. If it is right, something may be intercepting your traffic: ask IT before you continue.",
};
const unknownIssuer: CertificateWords = {
  what: "its certificate is not trusted",
  step: "If the service has a certificate of its own, name the file with it in AWS_CA_BUNDLE. Otherwise something may be intercepting your traffic: ask IT before you continue.",
};
const other: CertificateWords = {
  what: "its certificate is not trusted",
  step: "Check this computer's date. If it is right, something may be intercepting your traffic: ask IT before you continue.",
};

/** By the names of Node: "X509 certificate error codes", ERR_TLS_CERT_ALTNAME_INVALID. */
const byDetail: Readonly<Record<string, CertificateWords>> = {
  CERT_HAS_EXPIRED: expired,
  CERT_NOT_YET_VALID: early,
  ERR_TLS_CERT_ALTNAME_INVALID: otherName,
  HOSTNAME_MISMATCH: otherName,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownIssuer,
  SELF_SIGNED_CERT_IN_CHAIN: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT: unknownIssuer,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownIssuer,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownIssuer,
};

/** `detail` is the system's code, where there is one. */
export const certificateWords = (detail: string | undefined): CertificateWords =>
  detail !== undefined && Object.hasOwn(byDetail, detail) ? (byDetail[detail] ?? other) : other;
