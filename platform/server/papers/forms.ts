/** Forms of GB/T 9704-2012: to a superior (报告、请示), to others (函、通知 in the general form), and minutes. */
export const paperForms = ['report', 'letter', 'minutes'] as const
export type PaperForm = (typeof paperForms)[number]
