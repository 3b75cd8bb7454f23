import type { ThemeConfig } from './ui/antd.ts'

/**
 * The house colours: one evergreen for action and standing, warm grey paper, and red, amber and blue kept for meaning.
 * Every text colour here holds WCAG AA (4.5:1) on white and on the page's ground.
 */
export const evergreen = {
  deep: '#0b3d2e',
  primary: '#0b6b4f',
  middle: '#3f8f72',
  pale: '#e6f2ec',
  ground: '#f5f6f4',
  line: '#e2e6e2',
  danger: '#b42318',
  warning: '#8a5a00',
  info: '#1f5a99',
} as const

export const theme: ThemeConfig = {
  token: {
    colorPrimary: evergreen.primary,
    colorLink: evergreen.primary,
    colorInfo: evergreen.info,
    colorSuccess: evergreen.primary,
    colorWarning: evergreen.warning,
    colorError: evergreen.danger,
    // Pale shades by hand: derived from so deep a green they turn out grey.
    colorPrimaryHover: '#0d7f5e',
    colorPrimaryActive: '#095740',
    colorPrimaryBg: evergreen.pale,
    colorPrimaryBgHover: '#d3e8dd',
    colorPrimaryBorder: '#9ccab5',
    colorPrimaryBorderHover: '#7fb9a0',
    controlItemBgActive: evergreen.pale,
    controlItemBgActiveHover: '#d3e8dd',
    colorSuccessBg: evergreen.pale,
    colorSuccessBorder: '#9ccab5',
    colorInfoBg: '#eaf1f9',
    colorInfoBorder: '#b9d0ea',
    colorWarningBg: '#fff6e3',
    colorWarningBorder: '#f0d9a8',
    colorErrorBg: '#fdecea',
    colorErrorBorder: '#f0c4bf',
    colorBgLayout: evergreen.ground,
    colorBorderSecondary: evergreen.line,
    colorText: 'rgba(12,24,18,.9)',
    colorTextSecondary: 'rgba(12,24,18,.72)',
    colorTextTertiary: 'rgba(12,24,18,.65)',
    colorTextDescription: 'rgba(0,0,0,.65)',
    colorTextPlaceholder: 'rgba(0,0,0,.58)',
    fontFamily: 'var(--font)',
    fontSize: 14,
    borderRadius: 6,
    controlHeight: 34,
    wireframe: false,
  },
  components: {
    Table: {
      cellPaddingBlockSM: 9,
      headerBg: '#f8f9f7',
      headerColor: 'rgba(12,24,18,.72)',
      headerSplitColor: 'transparent',
    },
    Tabs: { horizontalItemGutter: 24 },
  },
}
