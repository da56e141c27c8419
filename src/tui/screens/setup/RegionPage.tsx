import { nonEmpty } from "../../../domain/non-empty.ts";
import { parsePastedKeys } from "../../../domain/pasted-keys.ts";
import { helpKeyOf, keysLeftTo } from "../../widgets/text-field/help-key.ts";
import { Box } from "ink";
import SelectInput from "ink-select-input";
import { useMemo, useState } from "react";
import { useKeys } from "../../keys/use-keys.ts";
import { TextField } from "../../widgets/text-field/TextField.tsx";
import { Tint } from "../../widgets/Tint.tsx";
import { useTheme } from "../../widgets/theme.ts";
import { setupWords } from "../../../words/setup.ts";
import type { Size } from "../screen-props.ts";
import { type RegionChoice, regionChoices } from "./regions.ts";
import { SetupFrame } from "./SetupFrame.tsx";
import type { SetupState } from "./setup-state.ts";
import type { Setup } from "./use-setup.ts";

export interface RegionPageProps {
  readonly setup: Setup;
  readonly size: Size;
  readonly onBack: () => void;
}

const idOf = (choice: RegionChoice): string =>
  choice.type === "region" ? choice.region.id : choice.type === "typed" ? choice.id : "";

const labelOf = (choice: RegionChoice, suggested: string | null): string => {
  if (choice.type === "otherStore") return setupWords.otherStore;
  if (choice.type === "find") return setupWords.findRegion;
  const words =
    choice.type === "typed"
      ? setupWords.typedRegion(choice.id)
      : setupWords.region(choice.region.id, choice.region.place);
  return idOf(choice) === suggested ? `${words}  (${setupWords.suggested})` : words;
};

const Indicator = ({ isSelected = false }: { readonly isSelected?: boolean }) => {
  const { symbols } = useTheme();
  return (
    <Box flexShrink={0} width={2}>
      <Tint tone="accent">{isSelected ? symbols.focus : " "}</Tint>
    </Box>
  );
};

const Item = ({ isSelected = false, label }: { isSelected?: boolean; label: string }) => (
  <Tint isBold={isSelected}>{label}</Tint>
);

/** What is typed, the choices that it leaves, and the highlighted one. */
const useRegionChoices = ({ answers, suggestedRegion }: SetupState) => {
  const [typed, setTyped] = useState("");
  const [highlighted, setHighlighted] = useState<number | null>(null);
  const { isOtherStore } = answers;
  const suggested = isOtherStore ? null : (nonEmpty(answers.region) ?? suggestedRegion);
  const choices = useMemo(() => regionChoices(typed, suggested), [typed, suggested]);
  // What was pasted, or is changed, may have an endpoint already.
  const isKept = isOtherStore && typed === "";
  const first = isKept ? choices.findIndex(({ type }) => type === "otherStore") : 0;
  const at = Math.min(highlighted ?? first, choices.length - 1);
  return {
    typed,
    suggested,
    choices,
    at,
    type: (text: string) => {
      setTyped(text);
      setHighlighted(null);
    },
    move: (step: 1 | -1) => setHighlighted(Math.max(0, Math.min(choices.length - 1, at + step))),
  };
};

/** Regions by city and name, found by typing; what the store named stands first, and any name may be typed. */
export const RegionPage = ({ setup, size, onBack }: RegionPageProps) => {
  const { state, dispatch } = setup;
  const { symbols } = useTheme();
  const { typed, suggested, choices, at, type, move } = useRegionChoices(state);

  const accept = () => {
    const choice = choices[at];
    if (choice?.type === "otherStore") dispatch({ type: "otherServiceSelected", typed });
    else if (choice?.type === "find") dispatch({ type: "regionLeftOpen" });
    else if (choice) dispatch({ type: "regionSelected", region: idOf(choice) });
  };
  useKeys(
    "setupList",
    {
      accept,
      back: onBack,
      up: () => move(-1),
      down: () => move(1),
    },
    { except: keysLeftTo(typed) },
  );
  const limit = Math.max(3, size.rows - (size.rows >= 18 ? 10 : 8));
  const items = choices.map((choice) => ({
    key: choice.type + idOf(choice),
    label: labelOf(choice, state.suggestedRegion),
    value: idOf(choice),
  }));
  return (
    <SetupFrame state={state} size={size} mode="setupList" without={typed === "" ? [] : ["help"]}>
      <Box flexShrink={0} borderStyle={symbols.borderStyle} width={size.columns - 2} paddingX={1}>
        <TextField
          value={typed}
          onChange={type}
          onPaste={(text) => {
            const keys = parsePastedKeys(text);
            if (keys) dispatch({ type: "pasted", keys });
            return keys !== null;
          }}
          columns={size.columns - 6}
          placeholder={setupWords.example("region")}
          commands={helpKeyOf(typed)}
        />
      </Box>
      {/* Letters and digits belong to the field, so the list hears no keys: it is redrawn whenever the highlight moves. */}
      <SelectInput
        key={`${typed} ${suggested ?? ""} ${at} ${limit}`}
        items={items}
        initialIndex={at}
        limit={limit}
        isFocused={false}
        indicatorComponent={Indicator}
        itemComponent={Item}
      />
      {choices.length > limit && (
        <Tint tone="quiet">{`  ${setupWords.listPosition(at + 1, choices.length)}`}</Tint>
      )}
    </SetupFrame>
  );
};
