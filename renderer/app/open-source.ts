/** Opens the page of a row in Stripe's dashboard in the person's browser, as its link does. Answers whether there is one. */
export function openSource(url: string | null | undefined): boolean {
  if (url === null || url === undefined) return false;
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  link.rel = 'noreferrer';
  link.click();
  return true;
}
