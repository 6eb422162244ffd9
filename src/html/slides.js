// Presents the slides of this page, one at a time: arrows, space, PageUp and PageDown, Home and End, swipes, buttons; F is
// full screen. What does not fit becomes smaller, then goes on on a further slide. A narrow screen keeps the page as it is.
(() => {
  const main = document.querySelector("main");
  const controls = main.querySelector(".turn");
  const output = controls.querySelector("output");
  const roomy = matchMedia("(min-width: 40rem), (orientation: landscape) and (min-width: 30rem)");
  const SIZES = [1.35, 1.2, 1.08, 0.97, 0.88, 0.8];
  let slides = [...main.querySelectorAll(".slide")];
  let at = 0;
  let fitted = false;

  const overflows = (slide) => slide.scrollHeight > slide.clientHeight + 1;
  const heading = (slide) => slide.querySelector("h1, h2");

  // The last item of a list, row of a table or block of a slide moves to the one after it. False where only one is left.
  // `copies` holds the lists and tables that go on there.
  const moveLast = (from, to, copies) => {
    const last = from.lastElementChild;
    const items = (block) => block.tBodies?.[0] ?? block;
    if (last.matches("ul, ol, table") && items(last).children.length > 1) {
      if (!copies.has(last)) {
        const copy = last.cloneNode(true);
        items(copy).replaceChildren();
        heading(to).after(copy);
        copies.set(last, copy);
      }
      const copy = copies.get(last);
      items(copy).prepend(items(last).lastElementChild);
      if (last.matches("ol")) copy.start = last.start + last.children.length;
      return true;
    }
    if (from.children.length <= 2) return false;
    if (copies.has(last)) {
      // Its first item follows the others.
      items(copies.get(last)).prepend(...items(last).children);
      if (last.matches("ol")) copies.get(last).start = last.start;
      last.remove();
    } else heading(to).after(last);
    return true;
  };

  // A slide that continues another, below the same heading.
  const continued = (slide, times) => {
    const next = slide.cloneNode(false);
    const title = heading(slide).cloneNode(true);
    title.id = `${title.id.replace(/--\d+$/, "")}--${times}`;
    title.textContent = `${title.textContent.replace(/ \(\d+\)$/, "")} (${times})`;
    next.setAttribute("aria-labelledby", title.id);
    next.append(title);
    return next;
  };

  // Moves what does not fit to further slides.
  const split = (slide, times) => {
    const [next, copies] = [continued(slide, times), new Map()];
    while (overflows(slide) && moveLast(slide, next, copies));
    while (slide.lastElementChild.matches("h3, h4") && moveLast(slide, next, copies));
    if (next.children.length < 2) return [slide];
    slide.after(next);
    return [slide, ...(overflows(next) ? split(next, times + 1) : [next])];
  };

  // How many slides one of this size would become.
  const pages = (slide, by) => {
    slide.style.setProperty("--fit", by);
    if (!overflows(slide)) return 1;
    const head = slide.children[1]?.offsetTop ?? 0;
    // A tenth more, since none is filled to its last line.
    return Math.max(Math.ceil((1.1 * (slide.scrollHeight - head)) / (slide.clientHeight - head)), 2);
  };

  // The largest size that makes the fewest slides.
  const fit = (slide) => {
    const counts = SIZES.map((by) => pages(slide, by));
    const best = Math.min(...counts);
    slide.style.setProperty("--fit", SIZES[counts.indexOf(best)]);
    return best > 1 && heading(slide) ? split(slide, 2) : [slide];
  };

  const show = (index, focus) => {
    at = Math.min(Math.max(index, 0), slides.length - 1);
    slides.forEach((slide, n) => { slide.hidden = n !== at; });
    output.textContent = `${at + 1} / ${slides.length}`;
    output.setAttribute("aria-label", output.dataset.page.replace("{page}", at + 1).replace("{pages}", slides.length));
    const title = heading(slides[at]);
    if (!title) return;
    history.replaceState(null, "", `#${title.id}`);
    title.tabIndex = -1;
    if (focus) title.focus({ preventScroll: true });
  };

  const linked = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    return Math.max(slides.indexOf(target?.closest(".slide")), 0);
  };

  const present = () => {
    document.body.classList.toggle("presenting", roomy.matches);
    controls.hidden = !roomy.matches;
    if (!roomy.matches) {
      slides.forEach((slide) => { slide.hidden = false; });
      return;
    }
    if (!fitted) slides = slides.flatMap(fit);
    fitted = true;
    show(linked(), false);
  };

  const fullScreen = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.();
  };

  const KEYS = {
    ArrowRight: () => show(at + 1, true), ArrowDown: () => show(at + 1, true), PageDown: () => show(at + 1, true),
    ArrowLeft: () => show(at - 1, true), ArrowUp: () => show(at - 1, true), PageUp: () => show(at - 1, true),
    Home: () => show(0, true), End: () => show(slides.length - 1, true), f: fullScreen, F: fullScreen,
  };
  document.addEventListener("keydown", (event) => {
    if (!roomy.matches || event.ctrlKey || event.altKey || event.metaKey) return;
    const onControl = event.target.closest?.("button, a, input");
    const turn = event.key === " " && !onControl ? () => show(at + (event.shiftKey ? -1 : 1), true) : KEYS[event.key];
    if (!turn) return;
    event.preventDefault();
    turn();
  });

  let touch = null;
  document.addEventListener("touchstart", (event) => { touch = event.touches.length === 1 ? event.touches[0] : null; }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (!touch || !roomy.matches) return;
    const [dx, dy] = [event.changedTouches[0].clientX - touch.clientX, event.changedTouches[0].clientY - touch.clientY];
    if (Math.abs(dx) > 40 && Math.abs(dx) > 2 * Math.abs(dy)) show(at + (dx < 0 ? 1 : -1), true);
  }, { passive: true });

  controls.querySelector(".previous").addEventListener("click", () => show(at - 1, false));
  controls.querySelector(".next").addEventListener("click", () => show(at + 1, false));
  controls.querySelector(".full").addEventListener("click", fullScreen);
  addEventListener("hashchange", () => { if (roomy.matches) show(linked(), true); });
  roomy.addEventListener("change", present);
  present();
})();
