import path from "node:path";
import { Box } from "ink";
import { useEffect, useRef, useState } from "react";
import type { ActiveDestination } from "../../../domain/active-destination.ts";
import { displayName } from "../../../domain/display-name.ts";
import type { SetupGoal } from "../../../domain/setup.ts";
import type { Settings } from "../../../domain/settings.ts";
import type { TransferView } from "../../../services/ports/transfer-view.ts";
import { connectionsWords } from "../../../words/connections.ts";
import { redirectWords as words } from "../../../words/redirect.ts";
import { useMenu } from "../../hooks/use-menu.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { Lines, toLines } from "../../widgets/Lines.tsx";
import { List } from "../../widgets/List.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import type { ScreenProps } from "../screen-props.ts";
import { failedGroups, findFailed, type FailedGroup } from "./failed-groups.ts";
import { elsewhere, toSelection } from "./redirected.ts";

export interface RedirectScreenProps extends ScreenProps {
  /** That failed. */
  readonly view: TransferView;
}

/** One line: what it says, and what it leads to. */
interface Choice {
  readonly words: string;
  readonly act: () => void;
}

const nameOf = (view: TransferView): string => displayName(path.basename(view.path));

const destinationLine = ({ connections }: Settings, target: ActiveDestination): string => {
  const connection = connections.find(({ name }) => name === target.connection);
  return connection ? connectionsWords.destination(connection, target.destination, false) : "";
};

const groupLine = (view: TransferView, { kind, views }: FailedGroup): string =>
  kind === "one" ? words.which.one(nameOf(view)) : words.which[kind](views.length);

/** What failed with it, once the queue has answered: an Enter of before waits for that. */
const useGroups = ({ services, view }: RedirectScreenProps): Promise<readonly FailedGroup[]> => {
  const [found] = useState(() => Promise.withResolvers<readonly FailedGroup[]>());
  useEffect(() => {
    const find = async () => found.resolve(failedGroups(view, await findFailed(services.queue)));
    // A queue that is lost leaves the file alone.
    find().catch(() => found.resolve(failedGroups(view, [])));
  }, [services, view, found]);
  return found.promise;
};

/** True until the screen is left. */
const useIsThere = (): (() => boolean) => {
  const isThere = useRef(true);
  useEffect(() => {
    isThere.current = true;
    return () => {
      isThere.current = false;
    };
  }, []);
  return () => isThere.current;
};

/** A destination that was chosen, and the files that may go there. */
interface Chosen {
  readonly to: ActiveDestination;
  readonly groups: readonly FailedGroup[];
}

/** Where a file can go, or which of the files, once that is known. */
const useChoices = (props: RedirectScreenProps) => {
  const { settings, view, navigate } = props;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const found = useGroups(props);
  const isThere = useIsThere();
  const review = (to: ActiveDestination, { views }: FailedGroup) =>
    navigate({
      type: "reviewElsewhere",
      target: to,
      selected: toSelection(settings, views),
      failed: views.map(({ id, path: at }) => ({ id, path: at })),
    });
  const setUp = (goal: SetupGoal) => () => navigate({ type: "setUp", goal });
  const chooseNow = async (to: ActiveDestination): Promise<void> => {
    const groups = await found;
    const [only] = groups;
    if (!isThere()) return;
    if (groups.length === 1 && only) review(to, only);
    else setChosen({ to, groups });
  };
  const choose = (to: ActiveDestination) => () => void chooseNow(to);
  const { connection } = view.target;
  const isKnown = settings.connections.some(({ name }) => name === connection);
  const added = { words: words.addDestination(connection) };
  const destinations: readonly Choice[] = [
    ...elsewhere(settings, view.target).map((to) => ({
      words: destinationLine(settings, to),
      act: choose(to),
    })),
    ...(isKnown ? [{ ...added, act: setUp({ type: "destination", connection }) }] : []),
    { words: words.addConnection, act: setUp({ type: "connection" }) },
  ];
  const files = ({ to, groups }: Chosen): readonly Choice[] =>
    groups.map((group) => ({ words: groupLine(view, group), act: () => review(to, group) }));
  return {
    title: chosen === null ? words.title(nameOf(view)) : words.whichTitle,
    choices: chosen === null ? destinations : files(chosen),
    back: () => (chosen === null ? navigate({ type: "back" }) : setChosen(null)),
  };
};

/** Title, explanation (two lines in a narrow window) and keys. */
const linesAround = 4;

/** Leads a failed file, or all that failed with it, to the review for another destination. */
export const RedirectScreen = (props: RedirectScreenProps) => {
  const { size } = props;
  const { symbols } = useTheme();
  const { title, choices, back } = useChoices(props);
  const height = Math.max(1, size.rows - linesAround);
  const { position, moves } = useMenu(choices.length, height);
  useKeys("redirect", { ...moves, open: () => choices[position.cursor]?.act(), back });
  const columns = size.columns - 2;
  return (
    <Box flexDirection="column" width={size.columns} height={size.rows} paddingX={1}>
      <Tint isBold>{title}</Tint>
      <Lines
        lines={toLines([{ text: words.explained, tone: "quiet" }], columns)}
        columns={columns}
      />
      <Box flexGrow={1}>
        <List
          position={position}
          count={choices.length}
          columns={columns}
          height={height}
          lineAt={(at, hasCursor) => ({
            text: `${hasCursor ? symbols.focus : " "} ${choices[at]?.words ?? ""}`,
            isBold: hasCursor,
          })}
        />
      </Box>
      <StatusBar mode="redirect" columns={columns} />
    </Box>
  );
};
