/** What can be open over the what-if. */
export type DialogName = 'save' | 'list' | 'share' | 'adopt';
