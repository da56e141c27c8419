import { Box } from "ink";
import stringWidth from "string-width";
import { useEffect, useState } from "react";
import { cutEnd, padTo } from "../../../domain/display-name.ts";
import { stepLimit, stepPreference } from "../../../domain/preference-steps.ts";
import type { Preferences } from "../../../domain/settings.ts";
import type { SetupGoal } from "../../../domain/setup.ts";
import type { SecretHolder } from "../../../services/ports/secret-store.ts";
import type { AppServices } from "../../services.ts";
import { useMenu } from "../../hooks/use-menu.ts";
import { useKeys, type KeyHandler, type KeyHandlers } from "../../keys/use-keys.ts";
import { type Line, Lines, toLines } from "../../widgets/Lines.tsx";
import { List, type ListLine } from "../../widgets/List.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { errorLine } from "../../../words/errors/error-words.ts";
import { scrollWords } from "../../../words/scroll.ts";
import { settingsWords as words } from "../../../words/settings.ts";
import type { ScreenProps } from "../screen-props.ts";
import { LimitSetting } from "./LimitSetting.tsx";
import { aboutWords, rowWords, type SettingFacts } from "./setting-words.ts";
import { settingRows, type SettingRow } from "./settings-rows.ts";

export interface SettingsScreenProps extends Omit<ScreenProps, "isVisible" | "active"> {
  readonly onSetup: (goal: SetupGoal) => void;
}

/** Where secrets are kept; null until it is known. */
const useSecretHolder = (services: AppServices): SecretHolder | null => {
  const [holder, setHolder] = useState<SecretHolder | null>(null);
  useEffect(() => {
    let isCurrent = true;
    // Answers always: without a keychain, the file.
    void services.secretHolder().then((found) => (isCurrent ? setHolder(found) : undefined));
    return () => {
      isCurrent = false;
    };
  }, [services]);
  return holder;
};

/** Saves what was changed, and lets the app and the queue have it at once. */
const useChanges = ({ services, navigate, say }: SettingsScreenProps) => {
  const save = async (changes: Partial<Preferences>) => {
    if (changes.limitBytesPerSecond !== undefined)
      await services.queue.limit(changes.limitBytesPerSecond);
    const saved = await services.savePreferences(changes);
    if (saved.ok) navigate({ type: "settingsChanged", settings: saved.value });
    else say(errorLine(saved.error));
  };
  // Its failure becomes a note.
  return (changes: Partial<Preferences>) => void save(changes);
};

/** What the keys do with the highlighted setting. */
const settingKeys = (
  row: SettingRow | undefined,
  { settings, onSetup }: SettingsScreenProps,
  save: (changes: Partial<Preferences>) => void,
  type: () => void,
): KeyHandlers => {
  const step = (by: 1 | -1): KeyHandler => {
    const { preferences } = settings;
    if (row?.type === "choice") return () => save(stepPreference(preferences, row.name, by));
    if (row?.type === "limit") {
      const limitBytesPerSecond = stepLimit(preferences.limitBytesPerSecond, by);
      return () => save({ limitBytesPerSecond });
    }
    return { why: row?.type === "log" ? words.noValue : words.cannotChange };
  };
  const open = (): KeyHandler => {
    if (row?.type === "limit") return type;
    if (row?.type !== "log") return step(1);
    const { name: connection } = row.connection;
    return () => onSetup({ type: "log", connection });
  };
  return { open: open(), nextValue: step(1), previousValue: step(-1) };
};

/** Values stand below each other; in a narrow window a long label is cut. */
const settingLine = (
  [label, value]: readonly [string, string],
  columns: number,
  ellipsis: string,
): string => {
  const room = Math.min(28, Math.max(22, Math.floor(columns / 3)));
  return `${padTo(cutEnd(label, room, stringWidth, ellipsis), room, stringWidth)} ${value}`;
};

/** What a setting means has two lines at the most, also in the smallest window. */
const aboutLines = 2;

/** What a setting means; before that its value, where its line cuts it, with a line more if need be. */
const linesBelow = (
  row: SettingRow | undefined,
  facts: SettingFacts,
  columns: number,
  ellipsis: string,
): readonly Line[] => {
  if (row === undefined) return [];
  const about = { text: aboutWords(row), tone: "quiet" } as const;
  const words = rowWords(row, facts);
  if (stringWidth(settingLine(words, columns, ellipsis)) <= columns - 2)
    return toLines([about], columns).slice(0, aboutLines);
  const value = toLines([{ text: words[1] }], columns);
  return [...value, ...toLines([about], columns)].slice(0, Math.max(aboutLines, value.length));
};

/** All settings, each with its value and what it means; they are stepped through, or typed. */
export const SettingsScreen = (props: SettingsScreenProps) => {
  const { services, settings, size, navigate } = props;
  const { symbols } = useTheme();
  const [isTyping, setTyping] = useState(false);
  const holder = useSecretHolder(services);
  const save = useChanges(props);
  const rows = settingRows(settings);
  const columns = size.columns - 2;
  const height = Math.max(1, size.rows - 2 - aboutLines);
  const { position, moves } = useMenu(rows.length, height);
  const row = rows[position.cursor];
  const facts = { settings, holder, isDetached: services.daemon?.().isDetached ?? false };
  const own = settingKeys(row, props, save, () => setTyping(true));
  const back = () => navigate({ type: "back" });
  useKeys("settings", { ...moves, ...own, back }, { isActive: !isTyping });

  const below = linesBelow(row, facts, columns, symbols.ellipsis);
  const lineAt = (at: number, hasCursor: boolean): ListLine => {
    const each = rows[at];
    const text = each ? settingLine(rowWords(each, facts), columns, symbols.ellipsis) : "";
    return {
      text: `${hasCursor ? symbols.focus : " "} ${text}`,
      isBold: hasCursor,
      tone: each?.type === "fact" && !hasCursor ? "quiet" : "plain",
    };
  };
  const set = (limitBytesPerSecond: number | null) => {
    setTyping(false);
    save({ limitBytesPerSecond });
  };
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} paddingX={1}>
      <Box justifyContent="space-between" width={columns}>
        <Tint isBold>{words.title}</Tint>
        <Tint tone="quiet">
          {rows.length > height ? scrollWords.position(position.cursor + 1, rows.length) : ""}
        </Tint>
      </Box>
      <List
        position={position}
        count={rows.length}
        columns={columns}
        height={Math.max(1, height - Math.max(0, below.length - aboutLines))}
        lineAt={lineAt}
      />
      {isTyping ? (
        <LimitSetting
          limit={settings.preferences.limitBytesPerSecond}
          columns={columns}
          say={props.say}
          onSet={set}
          onCancel={() => setTyping(false)}
        />
      ) : (
        <Lines lines={below} columns={columns} />
      )}
      <StatusBar mode={isTyping ? "settingsText" : "settings"} columns={columns} />
    </Box>
  );
};
