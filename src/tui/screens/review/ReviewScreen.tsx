import { addressOf } from "../../../domain/destination-address.ts";
import { Box } from "ink";
import stringWidth from "string-width";
import { type Dispatch, useEffect } from "react";
import { clearHost } from "../../../domain/loopback.ts";
import { cutMiddle, displayName, padTo } from "../../../domain/display-name.ts";
import { haveKeysEnded } from "../../../domain/settings.ts";
import type { Action } from "../../keys/actions.ts";
import { useComparison } from "../../hooks/use-comparison.ts";
import { useExpectedRate } from "../../hooks/use-expected-rate.ts";
import { Lines, type Line } from "../../widgets/Lines.tsx";
import { noticeLines } from "../../widgets/notice-lines.ts";
import { Rule } from "../../widgets/Rule.tsx";
import { Spans } from "../../widgets/Spans.tsx";
import { StatusBar } from "../../widgets/StatusBar.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { reviewWords } from "../../../words/review.ts";
import { scrollWords } from "../../../words/scroll.ts";
import type { ReviewScreenProps } from "../screen-props.ts";
import type { ReviewEvent, ReviewState } from "./review-reducer.ts";
import {
  reviewRow,
  reviewRowCount,
  reviewRowPath,
  reviewTotals,
  toRequests,
} from "./review-rows.ts";
import { ReviewBody } from "./ReviewBody.tsx";
import { ReviewSummary, summaryLines } from "./ReviewSummary.tsx";
import { queueRequests } from "./queue-requests.ts";
import { connectionTone } from "./connection-tone.ts";
import { dismissQueued } from "./dismiss-queued.ts";
import { useReview } from "./use-review.ts";
import { useReviewKeys } from "./use-review-keys.ts";

/** Title and the bottom line; two rules where there is room. */
const linesAround = 2;
/** The list does not move when the service has answered. */
const minSummaryLines = 3;
const rulesFrom = 14;

/** Of the question: its answers stand in it, each with its key. */
const questionKeys: readonly Action[] = ["accept", "back"];
const answerActions = ["answerSkip", "answerRename", "answerReplace", "answerForAll"] as const;

/** True where the highlighted one cannot be uploaded. */
const isOnSkipped = (state: ReviewState): boolean =>
  reviewRow(state, state.position.cursor)?.kind === "skipped";

/** What comes first in the bottom line. */
const firstKeys = (state: ReviewState): readonly Action[] => {
  if (state.question !== null) return questionKeys;
  return isOnSkipped(state) ? ["details"] : [];
};

/** Why there is nothing to review, or why it could not be queued. */
const reviewNotice = (state: ReviewState, columns: number, sign: string): readonly Line[] => {
  const failure = state.planError ?? state.queueError;
  return failure ? noticeLines(failure, { columns, hasDetails: state.showsDetails, sign }) : [];
};

/** What has nothing to work on now; the bottom line leaves it out. */
const idleKeys = (state: ReviewState, canStart: boolean): readonly Action[] => {
  const { plan, conflicts, planError, queueError } = state;
  const hasProblem = planError !== null || queueError !== null || (plan?.skipped.length ?? 0) > 0;
  return [
    ...(canStart ? [] : (["start"] as const)),
    ...(hasProblem ? [] : (["details"] as const)),
    ...(conflicts.length > 0 ? [] : answerActions),
    ...(isOnSkipped(state) ? (["leaveOut", "compare"] as const) : []),
  ];
};

/** True where Space takes the highlighted file in. */
const isHighlightedOut = (state: ReviewState): boolean => {
  const row = reviewRow(state, state.position.cursor);
  return row?.kind === "delivered" || (row !== null && state.leftOut.has(reviewRowPath(row)));
};

interface ReviewTitleProps extends Pick<ReviewScreenProps, "settings" | "active" | "size"> {
  readonly state: ReviewState;
  /** Safe to draw. */
  readonly to: string;
}

/** Where it goes, with several connections whose it is, in its colour; and where in the list the cursor stands. */
const ReviewTitle = ({ state, to, settings, active, size }: ReviewTitleProps) => {
  const { symbols } = useTheme();
  const count = reviewRowCount(state);
  const place =
    count === 0 || state.question ? "" : scrollWords.position(state.position.cursor + 1, count);
  const room = size.columns - stringWidth(place) - 3;
  const tone = connectionTone(settings, active.connection);
  const own = tone === null ? "" : `${symbols.dot} ${displayName(active.connection)} `;
  const before = `${reviewWords.title} ${own}${symbols.dot} `;
  const destination = cutMiddle(
    to,
    Math.max(0, room - stringWidth(before)),
    stringWidth,
    symbols.ellipsis,
  );
  const end = padTo(`${before}${destination}`, room, stringWidth).slice(before.length);
  return (
    <Spans
      spans={[
        { text: ` ${reviewWords.title} `, isBold: true },
        { text: `${own}${symbols.dot} ${end}`, isBold: true, tone: tone ?? "plain" },
        { text: ` ${place}`, isBold: true },
      ]}
    />
  );
};

/** Queues what the review has come to, and leaves it. */
const send = async (
  props: ReviewScreenProps,
  state: ReviewState,
  dispatch: Dispatch<ReviewEvent>,
): Promise<void> => {
  const { services, settings, active, navigate, say } = props;
  const connection = settings.connections.find(({ name }) => name === active.connection);
  if (connection && haveKeysEnded(connection, Date.now())) {
    return navigate({ type: "keysEnded", connection: connection.name });
  }
  const place = { connection: active.connection, bucket: active.destination.bucket };
  const requests = toRequests(state, place, connection?.options);
  const onProgress = (done: number) => dispatch({ type: "queueing", done });
  const added = await queueRequests(services, requests, onProgress);
  const { queued, refused, failure } = added;
  const firstRefusal = refused[0];
  if (failure) return dispatch({ type: "queueFailed", error: failure });
  if (queued === 0 && firstRefusal) return dispatch({ type: "queueFailed", error: firstRefusal });
  if (firstRefusal) say(reviewWords.refused(refused.length));
  if (props.failed === undefined) return navigate({ type: "queued", files: queued });
  await dismissQueued(services.queue, props.failed, requests, added);
  return navigate({ type: "queuedElsewhere" });
};

/** What a selection would send, before anything is sent: count, size, taken keys, and what cannot go. */
export const ReviewScreen = (props: ReviewScreenProps) => {
  const { services, settings, active, size, navigate, say } = props;
  const { columns, rows } = size;
  const { symbols } = useTheme();
  const [state, dispatch] = useReview(props);
  const rate = useExpectedRate(services, active, props.isVisible);
  const hasRules = rows >= rulesFrom;
  const notice = reviewNotice(state, columns, symbols.attention);
  const connection = settings.connections.find(({ name }) => name === active.connection);
  const { bucket, prefix } = active.destination;
  const host = clearHost(connection ? addressOf(connection, bucket).endpoint : null);
  const comparison = useComparison({ services, active, say, scope: "review" });
  const { findings, progress } = comparison;
  const summary = { state, columns, rateBytesPerSecond: rate, clearHost: host, progress };
  const summaryCount = Math.max(minSummaryLines, notice.length || summaryLines(summary).length);
  const height = Math.max(1, rows - linesAround - (hasRules ? 2 : 0) - summaryCount);
  useEffect(() => dispatch({ type: "resized", height }), [dispatch, height]);

  const canStart = state.phase.name === "ready" && reviewTotals(state).files > 0;
  useReviewKeys({
    state,
    dispatch,
    comparison,
    start: canStart ? () => void send(props, state, dispatch) : null,
    leave: () => navigate({ type: "back" }),
  });

  const to = reviewWords.to(displayName(bucket), displayName(prefix));
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <ReviewTitle {...props} state={state} to={to} />
      {hasRules ? <Rule columns={columns} /> : null}
      {notice.length > 0 ? (
        <Lines lines={notice} columns={columns} />
      ) : (
        <ReviewSummary {...summary} />
      )}
      {hasRules ? <Rule columns={columns} /> : null}
      <ReviewBody {...{ state, columns, height, prefix, findings }} />
      <StatusBar
        mode={state.question ? "conflict" : "review"}
        columns={columns}
        without={state.question ? [] : idleKeys(state, canStart)}
        first={firstKeys(state)}
        words={isHighlightedOut(state) ? { leaveOut: reviewWords.takeInHint } : {}}
        isInset
      />
    </Box>
  );
};
