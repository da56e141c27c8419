import type { OptionSpec } from "../command-spec.ts";
import { appOptions, helpOption, namedCommands, valueOptions } from "./completion-table.ts";

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const list = (texts: readonly string[]): string => `@(${texts.map(quoted).join(", ")})`;

const table = (pairs: readonly (readonly [name: string, words: string])[]): string =>
  `[ordered]@{ ${pairs.map(([name, words]) => `${quoted(name)} = ${quoted(words)}`).join("; ")} }`;

const optionTable = (options: readonly OptionSpec[]): string =>
  table(
    options.flatMap(({ name, short, words }) => [
      [`--${name}`, words] as const,
      // A table of PowerShell does not tell -v from -V.
      ...(short === undefined || short === "V" ? [] : [[`-${short}`, words] as const]),
    ]),
  );

const choicesOf = valueOptions.flatMap(({ name, choices }) =>
  choices === undefined ? [] : [`    ${quoted(`--${name}`)} = ${list(choices)}`],
);

const words = namedCommands.flatMap(({ command, choices }) =>
  choices === undefined ? [] : [`    ${quoted(command)} = ${list(choices)}`],
);

const optionsOf = namedCommands.map(
  ({ command, options }) => `    ${quoted(command)} = ${optionTable([...options, helpOption])}`,
);

/** Completion for PowerShell 5.1 and newer. Where it offers nothing, the shell offers files. */
export const powershellCompletion =
  (): string => `Register-ArgumentCompleter -Native -CommandName s3-sftp -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = ${table(namedCommands.map((row) => [row.command, row.words]))}
  $appOptions = ${optionTable(appOptions)}
  $options = @{
${optionsOf.join("\n")}
  }
  $choices = @{
${choicesOf.join("\n")}
  }
  $words = @{
${words.join("\n")}
  }
  $typed = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
  if ($wordToComplete -ne '') { $typed = @($typed | Select-Object -SkipLast 1) }
  $before = $typed[-1]
  $command = if ($typed.Count -gt 1) { $typed[1] } else { '' }
  $offered = [ordered]@{}
  if ($choices.ContainsKey($before)) { foreach ($each in $choices[$before]) { $offered[$each] = $each } }
  elseif ($before -eq '--connection') { foreach ($each in @(s3-sftp completion --connections 2>$null)) { $offered[$each] = $each } }
  elseif ($wordToComplete.StartsWith('-')) { $offered = if ($options.ContainsKey($command)) { $options[$command] } else { $appOptions } }
  elseif ($typed.Count -eq 1) { $offered = $commands }
  elseif ($words.ContainsKey($command)) { foreach ($each in $words[$command]) { $offered[$each] = $each } }
  foreach ($each in @($offered.Keys)) {
    if (-not $each.StartsWith($wordToComplete)) { continue }
    $text = if ($each.Contains(' ')) { "'" + $each + "'" } else { $each }
    [System.Management.Automation.CompletionResult]::new($text, $each, 'ParameterValue', $offered[$each])
  }
}`;
