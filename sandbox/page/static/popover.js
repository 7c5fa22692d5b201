// Lists that open over the page, next to an element.

let open = null;

/**
 * Opens the element below or above the anchor. It closes on Escape, on Tab and
 * on a click elsewhere; closed() is called then. If the focus was in it, it
 * returns to the anchor. Only one element is open at a time. With `at`, {x, y},
 * the element opens there instead.
 */
export function openPopover(anchor, element, closed, at) {
  open?.close();
  element.classList.add("popover");
  (anchor.closest("dialog") ?? document.body).append(element);
  const place = () => {
    const box = at ? new DOMRect(at.x, at.y, 0, 0) : anchor.getBoundingClientRect();
    const below = window.innerHeight - box.bottom;
    const up = below < 240 && box.top > below;
    element.style.setProperty("--left", `${Math.max(8, Math.min(box.left, window.innerWidth - element.offsetWidth - 8))}px`);
    element.style.setProperty("--width", `${box.width}px`);
    element.style.setProperty("--room", `${(up ? box.top : below) - 16}px`);
    element.style.setProperty("--top", up ? "auto" : `${box.bottom + 4}px`);
    element.style.setProperty("--bottom", up ? `${window.innerHeight - box.top + 4}px` : "auto");
  };
  place();
  const outside = (event) => element.contains(event.target) || anchor.contains(event.target) || popover.close();
  const escape = (event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    if (event.key === "Escape") event.preventDefault();
    event.stopPropagation();
    popover.close();
  };
  element.addEventListener("keydown", escape);
  document.addEventListener("pointerdown", outside, true);
  window.addEventListener("resize", place);
  window.addEventListener("scroll", place, true);
  const popover = {
    close() {
      if (open !== popover) return;
      open = null;
      document.removeEventListener("pointerdown", outside, true);
      window.removeEventListener("resize", place);
      window.removeEventListener("scroll", place, true);
      const focused = element.contains(document.activeElement);
      element.remove();
      if (focused) anchor.focus();
      closed?.();
    },
  };
  open = popover;
  return popover;
}
