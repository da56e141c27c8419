import { Box } from "ink";
import { isFirstRun } from "./app-reducer.ts";
import { KeysContext, type KeysOwner } from "./keys/keys-context.ts";
import { LayerView, type LayerViewProps } from "./LayerView.tsx";

export interface LayersProps extends Omit<LayerViewProps, "layer" | "isTop" | "canCancelSetup"> {
  /** True: the window is too small, and nothing has the keys. */
  readonly isHidden: boolean;
  readonly keys: Omit<KeysOwner, "isActive">;
}

/** All layers; the top one is drawn and has the keys, those below keep what they are at. */
export const Layers = ({ isHidden, keys, ...view }: LayersProps) => {
  const { layers } = view.state;
  const top = layers.at(-1);
  return layers.map((layer, index) => (
    <Box key={`${index} ${layer.type}`} display={layer === top ? "flex" : "none"}>
      <KeysContext value={{ ...keys, isActive: layer === top && !isHidden }}>
        <LayerView
          {...view}
          layer={layer}
          isTop={layer === top}
          canCancelSetup={index > 0 || !isFirstRun(view.state)}
        />
      </KeysContext>
    </Box>
  ));
};
