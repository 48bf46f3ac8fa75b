// Time left by the server's clock. Speaks at five minutes and at one; at zero hands in the quiz.
const box = document.querySelector("[data-deadline]");
const deadline = Number(box.dataset.deadline);
const ahead = Number(box.dataset.now) - Date.now();
const clock = box.querySelector("[data-clock]");
const spoken = box.querySelector("[data-clock-spoken]");
const two = (number) => String(number).padStart(2, "0");
const written = (text) => text.replace(/\d/g, (digit) => Number(digit).toLocaleString(document.documentElement.lang));
let said = Infinity;

function tick() {
  const seconds = Math.max(0, Math.ceil((deadline - Date.now() - ahead) / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  clock.textContent = written((hours ? `${hours}:${two(minutes)}` : minutes) + `:${two(seconds % 60)}`);
  box.classList.toggle("soon", seconds <= 300);
  for (const [limit, text] of [
    [300, box.dataset.textFive],
    [60, box.dataset.textOne],
    [0, box.dataset.textOver],
  ]) {
    if (seconds <= limit && said > limit) {
      if (said !== Infinity || seconds > limit - 5) spoken.textContent = text;
      said = limit;
    }
  }
  if (seconds > 0) return;
  clearInterval(timer);
  if (navigator.onLine) over();
  else addEventListener("online", over, { once: true });
}

function over() {
  const form = document.querySelector("form[data-attempt]");
  if (!form) return location.reload();
  form.dataset.agreed = "yes";
  form.requestSubmit(form.querySelector("button[value=submit]"));
}

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
const timer = setInterval(tick, 500);
tick();
