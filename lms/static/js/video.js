// Tells the server which stretches of a video were watched, and goes on where one stopped.
for (const video of document.querySelectorAll("video[data-progress-url]")) follow(video);

function follow(video) {
  const { progressUrl, csrf, resumeSeconds } = video.dataset;
  const state = video.closest("figure")?.querySelector("[data-watch-state]");
  let stretches = [];
  let open = null;

  function note() {
    const now = video.currentTime;
    const step = 2 * Math.max(1, video.playbackRate);
    if (open && now >= open[1] && now - open[1] <= step) open[1] = now;
    else {
      close();
      if (!video.paused && !video.seeking) open = [now, now];
    }
  }

  function close() {
    if (open && open[1] - open[0] >= 0.5) stretches.push(open.map((second) => Math.round(second * 10) / 10));
    open = null;
  }

  function parcel() {
    if (open && !video.seeking) note();
    const going = open && !video.paused && !video.ended;
    close();
    if (going) open = [video.currentTime, video.currentTime];
    const sending = stretches;
    stretches = [];
    const body = new URLSearchParams({
      csrf_token: csrf,
      segments: JSON.stringify(sending),
      position: video.currentTime.toFixed(1),
      duration: (video.duration || 0).toFixed(1),
    });
    return { sending, body };
  }

  async function report() {
    const { sending, body } = parcel();
    if (!sending.length) return;
    try {
      const reply = await fetch(progressUrl, {
        method: "POST",
        body,
        headers: { "X-Requested-With": "fetch", Accept: "application/json" },
      });
      if (!reply.ok) throw new Error(reply.statusText);
      const told = await reply.json();
      if (state) state.textContent = told.text ?? state.dataset.textWatched.replace("{percent}", told.percent);
    } catch {
      stretches = [...sending, ...stretches];
    }
  }

  const resume = () => {
    const second = Number(resumeSeconds);
    if (second > 0 && second < video.duration - 5) video.currentTime = second;
  };
  if (video.readyState >= 1) resume();
  else video.addEventListener("loadedmetadata", resume, { once: true });
  video.addEventListener("timeupdate", note);
  video.addEventListener("seeking", close);
  video.addEventListener("pause", report);
  video.addEventListener("ended", report);
  setInterval(report, 10000);
  addEventListener("pagehide", () => {
    const { sending, body } = parcel();
    if (sending.length) navigator.sendBeacon(progressUrl, body);
  });
}
