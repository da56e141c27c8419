import path from "node:path";
import { Box } from "ink";
import { useState } from "react";
import { displayName } from "../../../domain/display-name.ts";
import type { AppError } from "../../../domain/errors.ts";
import type { TransferView } from "../../../services/ports/transfer-view.ts";
import { useMenu } from "../../hooks/use-menu.ts";
import { useKeys, type KeyHandler } from "../../keys/use-keys.ts";
import { noticePages } from "../../widgets/notice-pages.ts";
import { type Line, Lines } from "../../widgets/Lines.tsx";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { useTheme } from "../../widgets/theme.ts";
import { failureWords as words } from "../../../words/failure.ts";
import { queueWords } from "../../../words/queue.ts";
import type { ScreenProps } from "../screen-props.ts";
import { noticeAbout } from "../owner-notice/notice-about.ts";
import { failureChoices, renewEvent, type FailureChoice } from "./failure-choices.ts";

interface FailureMenuProps {
  readonly props: ScreenProps;
  readonly view: TransferView;
  readonly error: AppError;
  readonly height: number;
  readonly onClose: () => void;
}

const letters: Readonly<Record<FailureChoice, string>> = {
  renew: "n",
  rename: "u",
  ownerNotice: "o",
  retry: "r",
  destination: "c",
  cancel: "x",
};

const choiceWords = (choice: FailureChoice, error: AppError): string =>
  choice === "renew" ? words.renew(error) : words[choice];

/** What each choice does; the queue reports what becomes of it. */
const useActs = ({ props, view, error, onClose }: FailureMenuProps) => {
  const { navigate, settings, services } = props;
  const { id, target } = view;
  const renew = renewEvent(error, target.connection);
  const then =
    (act: () => void): KeyHandler =>
    () => {
      onClose();
      act();
    };
  const acts: Readonly<Record<FailureChoice, KeyHandler>> = {
    renew: renew ? then(() => navigate(renew)) : { why: words.nothingToRenew(error) },
    rename:
      error.code === "ObjectExists"
        ? then(() => void services.queue.retry([id], "rename"))
        : { why: words.notTaken },
    ownerNotice: failureChoices(error).includes("ownerNotice")
      ? () =>
          navigate({
            type: "ownerNotice",
            error,
            about: noticeAbout(target, settings, props.active),
          })
      : { why: queueWords.notOwners },
    retry: then(() => void services.queue.retry([id])),
    destination: then(() => navigate({ type: "redirect", view })),
    cancel: then(() => void services.queue.cancel([id])),
  };
  return acts;
};

/** A failure as a menu: what happened, to which file, and what can be done about it, the likeliest first. */
export const FailureMenu = (menu: FailureMenuProps) => {
  const { props, view, error, height, onClose } = menu;
  const { columns } = props.size;
  const { symbols } = useTheme();
  const [pageAsked, setPageAsked] = useState(0);
  const choices = failureChoices(error);
  const acts = useActs(menu);
  const { position, moves } = useMenu(choices.length, choices.length);
  const chosen = choices[position.cursor];
  const { bucket, key } = view.target;
  const file = displayName(`${path.basename(view.path)} → ${bucket}/${key}`);
  const about = (hasDetails: boolean): readonly Line[] => [
    { text: ` ${file}`, isBold: true },
    ...noticeLines(error, { columns: columns - 2, hasDetails, sign: symbols.attention }).map(
      (line) => ({ ...line, text: ` ${line.text}` }),
    ),
  ];
  const firstRoom = Math.max(2, height - choices.length);
  // In a small window the details take the place of the choices but for the one under the cursor.
  const pages = noticePages(about(false), about(true), firstRoom, height - 1);
  const page = Math.min(pageAsked, pages.length - 1);
  const notice = pages[page] ?? [];
  useKeys("failure", {
    ...moves,
    open: chosen ? acts[chosen] : onClose,
    renew: acts.renew,
    rename: acts.rename,
    showOwnerNotice: acts.ownerNotice,
    retry: acts.retry,
    redirect: acts.destination,
    cancel: acts.cancel,
    details: () => setPageAsked(page + 1 < pages.length ? page + 1 : 0),
    back: onClose,
  });
  const rows: readonly Line[] = choices.map((choice, at) => ({
    text: `   ${at === position.cursor ? symbols.focus : " "} ${letters[choice]}  ${choiceWords(choice, error)}`,
    tone: at === position.cursor ? "accent" : "plain",
    isBold: at === position.cursor,
  }));
  const shownCount = Math.min(rows.length, Math.max(1, height - notice.length));
  const from = Math.min(position.cursor, rows.length - shownCount);
  return (
    <Box flexDirection="column" width={columns}>
      <Lines lines={[...notice, ...rows.slice(from, from + shownCount)]} columns={columns} />
    </Box>
  );
};
