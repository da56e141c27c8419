import { withWrite } from "./with-write.ts";

/** Signs of our own sentences, and of Ink's cutting, that a terminal without Unicode cannot show; one for one. */
const substitutes: Readonly<Record<string, string>> = {
  "…": "~",
  "·": "-",
  "→": ">",
  "–": "-",
  "×": "x",
  "—": "-",
  "“": '"',
  "”": '"',
  "’": "'",
  "\uFFFD": "?",
};
const signs = new RegExp(`[${Object.keys(substitutes).join("")}]`, "g");

/** The text with our signs in ASCII, column by column the same. Letters of names stay what they are. */
export const toAscii = (text: string): string =>
  text.replace(signs, (sign) => substitutes[sign] ?? sign);

/** Whether signs are replaced now; settings may change it while the app runs. */
export interface AsciiSwitch {
  isOn: boolean;
}

/**
 * The terminal with our signs in ASCII while the switch is on. It stands at the very end, because what is too wide
 * is cut (with a sign of its own) behind all components.
 */
export const asciiOutput = (stdout: NodeJS.WriteStream, ascii: AsciiSwitch): NodeJS.WriteStream =>
  withWrite(
    stdout,
    (write) =>
      (chunk, ...rest) =>
        write(ascii.isOn && typeof chunk === "string" ? toAscii(chunk) : chunk, ...rest),
  );
