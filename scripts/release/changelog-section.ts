/** What a changelog says of one version, without its title; null when it says nothing. */
export const changelogSection = (changelog: string, version: string): string | null => {
  const sections = changelog.split(/^## /m).slice(1);
  const found = sections.find((section) => section.split("\n", 1)[0]?.trim() === version);
  const text = found?.slice(found.indexOf("\n")).trim() ?? "";
  return text === "" ? null : text;
};
