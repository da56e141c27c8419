import type { ComponentType } from "react";
import type {
  BrowserScreenProps,
  ReviewScreenProps,
  ScreenProps,
  UnfinishedScreenProps,
} from "./screens/screen-props.ts";

/** The screens that deal with files; given to the app, so that its own tests need none of them. */
export interface AppScreens {
  readonly Browser: ComponentType<BrowserScreenProps>;
  readonly Review: ComponentType<ReviewScreenProps>;
  readonly Queue: ComponentType<ScreenProps>;
  readonly History: ComponentType<ScreenProps>;
  readonly Unfinished: ComponentType<UnfinishedScreenProps>;
}
