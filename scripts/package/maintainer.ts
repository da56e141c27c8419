/** A package.json, and what npm allows as its author. */
interface Authored {
  readonly name: string;
  readonly author?: string | { readonly name: string; readonly email?: string };
}

/** An address must stand there, and ".invalid" can be nobody's (RFC 2606). */
const nobody = "The s3-sftp authors <nobody@s3-sftp.invalid>";

/** Debian's Maintainer, "Name <address>": the author in package.json; nobody while none is named with an address. */
export const maintainerOf = ({ author }: Authored): string => {
  const text = typeof author === "object" ? `${author.name} <${author.email ?? ""}>` : author;
  const [named] = /^[^<>()]+ <[^<>@ ]+@[^<>@ ]+>/.exec(text ?? "") ?? [];
  return named ?? nobody;
};
