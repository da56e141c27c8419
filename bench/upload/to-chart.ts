import type { Score } from "./compare.ts";
import { ceilingName } from "./results.ts";
import type { UploadResults, WorkResult } from "./results.ts";

const width = 720;
const labelWidth = 170;
const barWidth = 440;
const rowHeight = 22;

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

/** What was measured besides the contenders has no place among them. */
const contenders = ({ scores }: WorkResult): readonly Score[] =>
  scores.filter(({ name }) => name !== ceilingName).toSorted((a, b) => a.seconds - b.seconds);

const drawBar = (score: Score, longest: number, top: number): string => {
  const isOurs = score.name.startsWith("s3-sftp");
  const length = Math.max(2, (score.seconds / longest) * barWidth).toFixed(1);
  return [
    `<text x="${labelWidth - 8}" y="${top + 15}" text-anchor="end"${isOurs ? ' font-weight="700"' : ""}>${escapeXml(score.name)}</text>`,
    `<rect x="${labelWidth}" y="${top + 3}" width="${length}" height="${rowHeight - 7}" rx="3" fill="${isOurs ? "#2f81f7" : "#8b949e"}"/>`,
    `<text x="${labelWidth + Number(length) + 6}" y="${top + 15}">${score.seconds.toFixed(2)} s</text>`,
  ].join("");
};

/** W1 to W3 as bars of seconds: the shorter the better. Grey and blue read on light and dark pages alike. */
export const toChart = ({ works, machine, date, rounds }: UploadResults): string => {
  let top = 8;
  const blocks = works.map((work) => {
    const scores = contenders(work);
    const longest = Math.max(...scores.map(({ seconds }) => seconds));
    const title = `<text x="8" y="${top + 14}" font-weight="700">${escapeXml(`${work.name}: ${work.title}`)}</text>`;
    top += rowHeight;
    const bars = scores.map((score) => {
      const bar = drawBar(score, longest, top);
      top += rowHeight;
      return bar;
    });
    top += 12;
    return [title, ...bars].join("\n");
  });
  const foot = `<text x="8" y="${top + 12}" font-size="11">${escapeXml(`Medians of ${rounds}, seconds. ${machine}; ${date}`)}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top + 24}" width="${width}" height="${top + 24}" role="img">`,
    "<title>Uploads beside the peers</title>",
    `<g font-family="system-ui,sans-serif" font-size="13" fill="#7d8590">`,
    ...blocks,
    foot,
    "</g></svg>",
    "",
  ].join("\n");
};
