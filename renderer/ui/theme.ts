import { createDarkTheme, createLightTheme } from '@fluentui/react-components';
import type { BrandVariants, Theme } from '@fluentui/react-components';

/** Shades of the accent; 80 is the accent itself, on which white text has a contrast of 6.2 to 1. */
const brand: BrandVariants = {
  10: '#020b17',
  20: '#07182f',
  30: '#0a274d',
  40: '#0b3365',
  50: '#0c3f7e',
  60: '#0d4a98',
  70: '#0e55af',
  80: '#0f5fc5',
  90: '#2a70cf',
  100: '#4684db',
  110: '#5e96e4',
  120: '#7aaaed',
  130: '#97bdf3',
  140: '#b5d0f8',
  150: '#d1e2fb',
  160: '#e8f1fd',
};

/** Colours of our own beside Fluent's; each is a CSS variable of the same name. */
interface OwnTokens {
  readonly tieoutPage: string;
  readonly tieoutLine: string;
  readonly tieoutLineSoft: string;
  readonly tieoutHead: string;
  readonly tieoutAccentSoft: string;
  readonly tieoutAccentInk: string;
  readonly tieoutCandidate: string;
  readonly tieoutOkInk: string;
  readonly tieoutOkSoft: string;
  readonly tieoutWarnInk: string;
  readonly tieoutWarnSoft: string;
  readonly tieoutWarnDot: string;
  readonly tieoutBadInk: string;
  readonly tieoutBadSoft: string;
  readonly tieoutMuteInk: string;
  readonly tieoutMuteSoft: string;
  readonly tieoutMono: string;
}
export type TieoutTheme = Theme & OwnTokens;

const shared = {
  fontFamilyBase: "'Segoe UI Variable Text', 'Segoe UI', Inter, system-ui, sans-serif",
  fontSizeBase200: '12px',
  lineHeightBase200: '16px',
  fontSizeBase300: '13px',
  lineHeightBase300: '18px',
  tieoutMono: "ui-monospace, 'Cascadia Mono', Consolas, monospace",
} as const;

export const lightTheme: TieoutTheme = {
  ...createLightTheme(brand),
  ...shared,
  colorNeutralForeground1: '#14181f',
  colorNeutralForeground2: '#4b5563',
  colorNeutralForeground3: '#5d6776',
  tieoutPage: '#f5f6f8',
  tieoutLine: '#e2e5ea',
  tieoutLineSoft: '#eef0f3',
  tieoutHead: '#fafbfc',
  tieoutAccentSoft: '#e8f1fd',
  tieoutAccentInk: '#0f5fc5',
  tieoutCandidate: '#f6fafe',
  tieoutOkInk: '#08683f',
  tieoutOkSoft: '#e5f5ed',
  tieoutWarnInk: '#854e00',
  tieoutWarnSoft: '#fdf1dc',
  tieoutWarnDot: '#d18b15',
  tieoutBadInk: '#a8231c',
  tieoutBadSoft: '#fdeceb',
  tieoutMuteInk: '#4b5563',
  tieoutMuteSoft: '#eef0f3',
};

export const darkTheme: TieoutTheme = {
  ...createDarkTheme(brand),
  ...shared,
  colorNeutralBackground1: '#1b1f26',
  colorNeutralBackground1Hover: '#242a33',
  colorNeutralBackground1Pressed: '#161a20',
  colorNeutralBackground1Selected: '#242a33',
  colorNeutralForeground1: '#eceff4',
  colorNeutralForeground2: '#b8c0cc',
  colorNeutralForeground3: '#98a2b1',
  colorNeutralStroke1: '#434b58',
  tieoutPage: '#13161b',
  tieoutLine: '#2e343e',
  tieoutLineSoft: '#262b34',
  tieoutHead: '#1f242c',
  tieoutAccentSoft: '#16335a',
  tieoutAccentInk: '#97bdf3',
  tieoutCandidate: '#1d2633',
  tieoutOkInk: '#6fd3a2',
  tieoutOkSoft: '#143527',
  tieoutWarnInk: '#f0bd6a',
  tieoutWarnSoft: '#3d2d10',
  tieoutWarnDot: '#d99a2b',
  tieoutBadInk: '#f4a19b',
  tieoutBadSoft: '#47201d',
  tieoutMuteInk: '#b8c0cc',
  tieoutMuteSoft: '#2b313b',
};
