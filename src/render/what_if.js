"use strict";
// The selection of the program, once more: the same rules over the same numbers, so that a slider shows what a flag would do.
(() => {
  const [WHOLE, FOLLOWER, DEEP, DAMAGED, OPINION, QUESTION, ODD_LENGTH, BROKEN] = [0, 1, 2, 3, 4, 5, 6, 7];
  const read = (element) => JSON.parse(element.textContent);
  const page = read(document.getElementById("what-if-page"));
  const {
    quantum, swap_rounds: swapRounds, alike, says_share: saysShare, told_again: toldAgainShare,
  } = page.rules;
  const whole = (value) => Math.trunc(value * quantum);

  // The story's numbers with the settings applied: how much a sentence adds, whether it fits, what says the same.
  function selection(story, settings, barred) {
    const count = story.words.length;
    const covered = new Uint32Array(story.concepts.length);
    const holders = new Uint32Array(story.terms.length);
    const picks = [];
    let used = 0;
    const length = story.words.map((words) => Math.pow(Math.max(words, 1), settings.wordsPower));
    const scores = story.signals.map((signals) => {
      let score = 0;
      signals.forEach((signal, of) => { score += settings.weights[of] * signal; });
      return score;
    });
    const signalGain = scores.map((score, at) => settings.lambda * length[at] * score);
    const conceptGain = (at) => {
      let sum = 0;
      for (const concept of story.holds[at]) {
        if (covered[concept] === 0) sum += story.concepts[concept];
      }
      return sum;
    };
    const gain = (at) => conceptGain(at) + signalGain[at];
    const cost = (at) => (settings.unit === "words" ? length[at] : 1);
    const rank = (at) => whole(gain(at) / cost(at));
    const fits = (at, fewer) => (settings.unit === "words"
      ? used + story.words[at] <= settings.budget
      : picks.length - fewer + 1 <= settings.budget);
    const shared = (a, b) => {
      const [one, other] = [story.shares[a], story.shares[b]];
      let [at, sum] = [0, 0];
      for (const term of one) {
        while (at < other.length && other[at] < term) at += 1;
        if (other[at] === term) sum += story.terms[term];
      }
      return sum;
    };
    const equal = (a, b) => !story.more[a] && !story.more[b] && story.shares[a].length > 0
      && story.shares[a].length === story.shares[b].length
      && story.shares[a].every((term, at) => term === story.shares[b][at]);
    const saysTheSame = (a, b) => equal(a, b)
      || shared(a, b) > settings.maxOverlap * Math.min(story.weight[a], story.weight[b])
      || (settings.maxOverlap < 1 && story.says[a].includes(b));
    const isSaid = (at) => {
      let sum = 0;
      for (const term of story.shares[at]) if (holders[term] > 0) sum += story.terms[term];
      return sum > saysShare * story.weight[at];
    };
    const repeats = (at, without) =>
      picks.some((pick) => pick !== without && saysTheSame(at, pick))
      || (settings.maxOverlap < 1 && isSaid(at));
    const cover = (at, add) => {
      for (const concept of story.holds[at]) covered[concept] += add ? 1 : -1;
      for (const term of story.shares[at]) holders[term] += add ? 1 : -1;
      used += add ? story.words[at] : -story.words[at];
    };
    const choose = (at) => { picks.push(at); cover(at, true); };
    const isTaken = (at) => picks.includes(at) || barred(at);
    const followerOf = (at) => {
      const next = at + 1;
      const follows = next < count && story.report[next] === story.report[at]
        && story.paragraph[next] <= story.paragraph[at] + 1
        && story.eligibility[next] === FOLLOWER && !isTaken(next);
      return follows ? next : null;
    };
    const fill = (allowed) => {
      const candidates = new Set();
      for (let at = 0; at < count; at += 1) {
        if (story.eligibility[at] === allowed && !isTaken(at)) candidates.add(at);
      }
      for (;;) {
        // What adds nothing is padding, but a summary of one sentence is better than none.
        const least = picks.length === 0 ? 0 : 1;
        let [best, most] = [null, least - 1];
        for (const at of candidates) {
          const value = rank(at);
          // What does not fit now, or repeats, or adds nothing, never will.
          if (value < least || !fits(at, 0) || repeats(at, null)) candidates.delete(at);
          else if (value > most || (value === most && at < best)) [best, most] = [at, value];
        }
        if (best === null) return;
        candidates.delete(best);
        choose(best);
        const follower = followerOf(best);
        if (follower !== null) candidates.add(follower);
      }
    };
    const isTied = (at) => story.eligibility[at] !== WHOLE
      || (picks.includes(at + 1) && story.eligibility[at + 1] === FOLLOWER);
    const bestSwap = () => {
      let best = null;
      for (let out = 0; out < picks.length; out += 1) {
        const old = picks[out];
        if (isTied(old)) continue;
        cover(old, false);
        const oldGain = gain(old);
        for (let at = 0; at < count; at += 1) {
          if (story.eligibility[at] !== WHOLE || isTaken(at) || !fits(at, 1)) continue;
          const better = whole(gain(at) - oldGain);
          if (better > 0 && (best === null || better > best.better) && !repeats(at, old)) {
            best = { better, out, at };
          }
        }
        cover(old, true);
      }
      return best;
    };
    const swap = () => {
      for (let round = 0; round < swapRounds; round += 1) {
        const best = bestSwap();
        if (best === null) return;
        cover(picks[best.out], false);
        picks.splice(best.out, 1);
        choose(best.at);
      }
    };
    const isReprint = (a, b) => a === b || equal(a, b);
    const worth = () => {
      let [concepts, signals] = [0, 0];
      story.concepts.forEach((weight, of) => { if (covered[of] > 0) concepts += weight; });
      for (const at of picks) signals += signalGain[at];
      return whole(concepts + signals);
    };
    const ofLastResort = () => picks.filter((at) => story.eligibility[at] > FOLLOWER).length;
    return { picks, fill, swap, shared, scores, isReprint, worth, ofLastResort };
  }

  // A selection filled to the budget.
  function filled(story, settings, barred) {
    const chosen = selection(story, settings, barred);
    const { picks, fill, swap } = chosen;
    fill(WHOLE);
    swap();
    for (const allowed of [WHOLE, DEEP, DAMAGED, OPINION]) fill(allowed);
    for (const allowed of [QUESTION, ODD_LENGTH]) if (picks.length === 0) fill(allowed);
    const better = story.eligibility.some((s) => s !== FOLLOWER && s < BROKEN);
    for (const allowed of [FOLLOWER, BROKEN]) if (picks.length === 0 && !better) fill(allowed);
    return chosen;
  }

  // The best selection that is found. What a choice keeps out is found by leaving it out.
  function best(story, settings, barred) {
    let chosen = filled(story, settings, barred);
    for (let round = 0; round < swapRounds; round += 1) {
      let better = null;
      for (const pick of chosen.picks) {
        const without = (at) => barred(at) || chosen.isReprint(at, pick);
        const other = filled(story, settings, without);
        const isBetter = other.worth() > (better ?? chosen).worth()
          && other.ofLastResort() <= chosen.ofLastResort();
        if (isBetter) better = other;
      }
      if (better === null) break;
      chosen = better;
    }
    return chosen;
  }

  // Indices of the chosen sentences in reading order.
  function select(story, settings) {
    let chosen = best(story, settings, () => false);
    const opening = openingOf(story, chosen);
    const again = toldAgain(story, chosen, opening);
    if (chosen.picks.some((at) => again.has(at))) {
      const other = best(story, settings, (at) => again.has(at));
      const opensAlike = openingOf(story, other) === opening;
      const tellsMore = other.picks.length >= chosen.picks.length;
      if (opensAlike && tellsMore && other.ofLastResort() <= chosen.ofLastResort()) chosen = other;
    }
    return inReadingOrder(story, chosen);
  }

  // First sentences of other reports of the same days that tell what the opening tells.
  function toldAgain(story, { shared }, opening) {
    const again = new Set();
    if (opening === undefined) return again;
    const day = (at) => story.days[story.report[at]];
    story.report.forEach((report, at) => {
      const isFirst = story.report.indexOf(report) === at && report !== story.report[opening];
      const dated = day(at) !== null && day(opening) !== null;
      if (!isFirst || (dated && Math.abs(day(at) - day(opening)) > 1)) return;
      const lighter = Math.max(Math.min(story.weight[at], story.weight[opening]), Number.MIN_VALUE);
      if (whole(shared(at, opening) / lighter) >= whole(toldAgainShare)) again.add(at);
    });
    return again;
  }

  function openingOf(story, { picks, scores }) {
    const isLater = (at) => picks.some((pick) => pick < at && story.report[pick] === story.report[at]);
    const worth = (at) => whole(scores[at] + story.opens[at]);
    const isApart = (at) => story.apart[story.report[at]];
    const opens = (a, b) => (story.quoted[a] - story.quoted[b])
      || (isApart(a) - isApart(b)) || (isLater(a) - isLater(b)) || (worth(b) - worth(a)) || (a - b);
    return [...picks].sort(opens)[0];
  }

  function inReadingOrder(story, selected) {
    const { picks, shared } = selected;
    if (picks.length === 0) return [];
    const chosen = new Set(picks);
    const opening = openingOf(story, selected);
    const given = story.days.map(() => 0);
    for (const at of chosen) given[story.report[at]] += 1;
    const lead = given.indexOf(Math.max(...given));
    const first = story.days.map((_, report) => story.report.indexOf(report));
    const sentences = story.days.map((_, report) => story.report.filter((r) => r === report).length);
    const dated = [...chosen].every((at) => story.days[story.report[at]] !== null);
    const depth = (at) => {
      const report = story.report[at];
      return Math.floor(((at - first[report]) * 1000000) / Math.max(sentences[report], 1));
    };
    const place = (at) => {
      if (story.report[at] === lead) return depth(at);
      let [best, most] = [null, -1];
      for (let other = first[lead]; other < first[lead] + sentences[lead]; other += 1) {
        const share = whole(shared(at, other) / Math.max(story.weight[at], Number.MIN_VALUE));
        if (share > most) [best, most] = [other, share];
      }
      return best !== null && most >= whole(alike) ? depth(best) : depth(at);
    };
    const leans = (at) => story.eligibility[at] === FOLLOWER;
    const heads = [...chosen].filter((at) => !(leans(at) && chosen.has(at - 1)))
      .map((at) => [at === opening ? 0 : 1, dated ? story.days[story.report[at]] : 0, place(at), at]);
    heads.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
    return heads.flatMap(([, , , head]) => {
      const run = [head];
      for (let at = head + 1; chosen.has(at) && leans(at); at += 1) run.push(at);
      return run;
    });
  }

  // The page: sliders and numbers in, lists out.
  const rows = [...document.querySelectorAll("#what-if [data-setting]")].map((row) => ({
    name: row.dataset.setting,
    flag: row.dataset.flag,
    range: row.querySelector("input[type=range]"),
    number: row.querySelector("input[type=number]"),
    unit: row.querySelector("select"),
  }));
  const row = (name) => rows.find((candidate) => candidate.name === name);
  const command = document.getElementById("what-if-command");
  const said = document.getElementById("what-if-said");
  const parsed = new Map();

  function numbersOf(list) {
    if (!parsed.has(list)) parsed.set(list, read(document.getElementById(list.dataset.numbers)));
    return parsed.get(list);
  }

  // What the rows say; null where one of them says nothing that the program would take.
  function asked() {
    let valid = true;
    const values = new Map();
    for (const { name, number, unit } of rows) {
      const value = number.value === "" ? NaN : Number(number.value);
      const [least, most] = [Number(number.min || -1e9), Number(number.max || 1e9)];
      const fine = value >= least && value <= most && (unit === null || Number.isInteger(value));
      number.setAttribute("aria-invalid", String(!fine));
      valid = valid && fine;
      values.set(name, value);
    }
    if (!valid) return null;
    return {
      weights: page.signals.map((signal) => values.get(signal)),
      lambda: values.get("lambda"),
      wordsPower: values.get("words-power"),
      maxOverlap: values.get("max-overlap"),
      budget: values.get("budget"),
      unit: row("budget").unit.value,
    };
  }

  function commandLine(settings) {
    const flags = rows.filter(({ unit }) => unit === null)
      .filter(({ name, number }) =>
        page.given.includes(name) || Number(number.value) !== page.defaults[name])
      .map(({ flag, number }) => flag + String(Number(number.value)));
    if (page.given.includes("budget") || settings.unit !== "words"
      || settings.budget !== page.defaults.budget) {
      flags.unshift(`--${settings.unit} ${settings.budget}`);
    }
    return [page.command, ...flags].join(" ");
  }

  // A sentence that the page did not print: its words, its source, who says it.
  function entering(numbers, at) {
    const item = document.createElement("li");
    item.className = "enters";
    item.dataset.told = at;
    const words = document.createElement("span");
    words.lang = numbers.langs[numbers.report[at]];
    words.textContent = numbers.texts[at];
    const support = document.createElement("span");
    support.className = "support";
    const origins = numbers.origins[at] === 1 ? "wording: 1 origin"
      : `${numbers.origins[at]} origins`;
    support.textContent = `enters; ${origins}, line ${numbers.lines[at]}`;
    item.append(words, ` [${numbers.numbers_of[numbers.report[at]]}] `, support);
    return item;
  }

  function show(list, settings) {
    const numbers = numbersOf(list);
    const chosen = select(numbers, settings);
    const printed = new Map(list.printed.map((item) => [Number(item.dataset.told), item]));
    const items = chosen.map((at) => printed.get(at) ?? entering(numbers, at));
    const gone = list.printed.filter((item) => !chosen.includes(Number(item.dataset.told)));
    for (const item of list.printed) item.classList.toggle("leaves", gone.includes(item));
    const shown = [...items, ...gone];
    if (shown.length !== list.children.length || shown.some((item, of) => item !== list.children[of])) {
      list.replaceChildren(...shown);
    }
    return [items.filter((item) => item.className === "enters").length, gone.length];
  }

  const lists = [...document.querySelectorAll("ol.summary[data-numbers]")];
  for (const list of lists) list.printed = [...list.children];

  // As many stories a turn as a frame or three have time for, so that a slider moves while two hundred stories follow it; a newer
  // turn of the slider ends an older one.
  const MILLISECONDS = 50;
  let turn = 0;
  function follow() {
    const settings = asked();
    if (settings === null) return;
    command.textContent = commandLine(settings);
    turn += 1;
    const mine = turn;
    const total = { enter: 0, leave: 0, stories: 0 };
    document.body.dataset.whatIf = "busy";
    const goOn = (from) => {
      if (mine !== turn) return;
      const until = performance.now() + MILLISECONDS;
      let at = from;
      for (; at < lists.length && performance.now() < until; at += 1) {
        const [enter, leave] = show(lists[at], settings);
        total.enter += enter;
        total.leave += leave;
        total.stories += enter + leave > 0 ? 1 : 0;
      }
      if (at < lists.length) {
        setTimeout(goOn, 0, at);
        return;
      }
      const { stories, enter, leave } = total;
      said.textContent = stories === 0 ? "Nothing changes."
        : `Stories that change: ${stories}; sentences that enter: ${enter}, that leave: ${leave}.`;
      document.body.dataset.whatIf = "done";
    };
    goOn(0);
  }

  for (const { range, number, unit } of rows) {
    const thousandths = () => Math.round(Number(range.value) * 1000) / 1000;
    range.addEventListener("input", () => { number.value = thousandths(); follow(); });
    number.addEventListener("input", () => { range.value = number.value; follow(); });
    unit?.addEventListener("change", () => {
      const [most, value] = unit.value === "words"
        ? [page.ends[0], page.words] : [page.ends[1], page.sentences];
      range.max = most;
      number.value = value;
      range.value = value;
      follow();
    });
  }
  document.getElementById("what-if-reset").addEventListener("click", () => {
    for (const { range, number, unit } of rows) {
      if (unit !== null) {
        unit.value = unit.dataset.given;
        range.max = range.dataset.most;
      }
      number.value = number.dataset.given;
      range.value = number.dataset.given;
    }
    follow();
  });
  document.getElementById("what-if-copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(command.textContent);
      said.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(command);
      said.textContent = "Marked: copy it with the keyboard.";
    }
  });
  command.textContent = commandLine(asked());
  document.body.dataset.whatIf = "done";
})();
