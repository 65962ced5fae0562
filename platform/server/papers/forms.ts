/**
 * Forms of GB/T 9704-2012: to a superior (报告、请示), to others in the general form (通知), minutes, and the letter format
 * (信函格式) of 函.
 */
export const paperForms = ['report', 'general', 'minutes', 'letter'] as const
export type PaperForm = (typeof paperForms)[number]
