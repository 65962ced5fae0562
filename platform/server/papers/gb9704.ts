import { convertMillimetersToTwip } from 'docx'

/**
 * GB/T 9704-2012 as twentieths of a point: A4, upper margin 37 mm, left 28 mm, type area 156 × 225 mm, 22 lines of 28
 * characters in 3号 (16 pt). 579 is the largest pitch by which 22 lines stand in the type area, 580 gives 21; characters
 * drawn together by a quarter of a point stand 28 in a line.
 */
export const PAGE = {
  width: 11_906,
  height: 16_838,
  top: 2097,
  right: 1474,
  bottom: 1984,
  left: 1587,
  pitch: 579,
} as const
/** Width of the type area. */
export const TYPE_WIDTH = PAGE.width - PAGE.left - PAGE.right
/** From one character of the text to the next. */
export const CHARACTER = 315
export const DRAWN_TOGETHER = -5

/** Half points. */
export const SIZE = { mark: 72, title: 44, text: 32, imprint: 28, table: 24 } as const

/** Named in the .docx, where offices have them; never shipped. */
export const FONT = {
  text: '仿宋_GB2312',
  title: '方正小标宋简体',
  heading: '黑体',
  second: '楷体_GB2312',
  number: '宋体',
} as const

export const RED = 'FF0000'

export const mm = convertMillimetersToTwip
