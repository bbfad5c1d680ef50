/** As a `ref`: the field a dialog is opened for has the focus at once. */
export function focusOnMount(field: HTMLElement | null): void {
  field?.focus();
}
