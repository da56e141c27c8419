/** Where keys are valid: a screen, or what lies over it. Typed text is text in those that end in `Text`. */
export type KeyMode =
  | "browser"
  | "browserText"
  | "pathText"
  | "review"
  | "conflict"
  | "queue"
  | "queueText"
  | "summary"
  | "failure"
  | "redirect"
  | "history"
  | "historyText"
  | "receipt"
  | "unfinished"
  | "setup"
  | "setupText"
  | "setupList"
  | "setupResult"
  | "connections"
  | "settings"
  | "settingsText"
  | "reset"
  | "ownerNotice"
  | "confirm"
  | "help"
  | "helpText";

/** What a key does. Screens handle those of their modes; the app handles `AppAction`s. */
export type Action =
  | AppAction
  | MoveAction
  | "accept"
  | "addConnection"
  | "addDestination"
  | "again"
  | "answerForAll"
  | "cancel"
  | "changeAccessKey"
  | "changeLog"
  | "changeRegion"
  | "changeSecret"
  | "changeTerms"
  | "compare"
  | "compareAll"
  | "complete"
  | "answerRename"
  | "answerReplace"
  | "answerSkip"
  | "copy"
  | "details"
  | "dismiss"
  | "filter"
  | "find"
  | "goTo"
  | "goHome"
  | "filterDays"
  | "filterState"
  | "remove"
  | "hidden"
  | "invert"
  | "later"
  | "leaveOut"
  | "limit"
  | "measure"
  | "nextValue"
  | "previousValue"
  | "showOwnerNotice"
  | "more"
  | "no"
  | "renew"
  | "rename"
  | "open"
  | "parent"
  | "pause"
  | "pauseAll"
  | "back"
  | "recent"
  | "redirect"
  | "reload"
  | "retry"
  | "retryAll"
  | "save"
  | "saveCsv"
  | "saveJson"
  | "sort"
  | "sortReverse"
  | "start"
  | "notify"
  | "select"
  | "sendFirst"
  | "selectAll"
  | "upload"
  | "yes";

export type MoveAction =
  | "up"
  | "down"
  | "pageUp"
  | "pageDown"
  | "top"
  | "bottom"
  | "left"
  | "right";

/** Valid on many screens, and handled by the app when the screen does not. */
export type AppAction =
  | "help"
  | "nextScreen"
  | "previousScreen"
  | "showFiles"
  | "showQueue"
  | "showHistory"
  | "connections"
  | "settings"
  | "quit"
  | "leave"
  | "redraw"
  | "suspend";

const appActions: Readonly<Record<AppAction, true>> = {
  help: true,
  nextScreen: true,
  previousScreen: true,
  showFiles: true,
  showQueue: true,
  showHistory: true,
  connections: true,
  settings: true,
  quit: true,
  leave: true,
  redraw: true,
  suspend: true,
};

/** True when the app handles it if the screen does not. */
export const isAppAction = (action: Action): action is AppAction => action in appActions;
