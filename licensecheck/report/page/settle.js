// What becomes of findings after they were judged: waived, moot, and the word that tells their state.

const red = ({ verdict, waived, clause }) => verdict > PASS && !waived && !clause.standing;

// Where a right is denied, what else is open or due does not matter any more, but for what counts since it is new to a baseline.
function moot(findings, counts) {
  const denies = (finding) => red(finding) && finding.verdict === FAIL && finding.clause.kind === "right";
  if (!findings.some(denies)) return;
  for (const finding of findings) finding.moot = red(finding) && !denies(finding) && !counts.includes(finding.place);
}

function stateOf(finding) {
  if (finding.waived) return "waived";
  if (finding.moot) return "moot";
  if (finding.clause.standing && finding.verdict !== NOT_APPLICABLE) return "standing";
  return VERDICT_WORDS[finding.verdict];
}

const keyOf = ({ policy, clause, binding }) => `${policy.id}/${clause.id}/${binding ? binding.work : ""}`;

// What a waiver is sealed to: the truth of every leaf, not the figures behind them.
function signature({ policy, clause, verdict, judged, binding }) {
  const truths = (one) => tracesOf(one).map((trace) => trace.truth).join("");
  const each = judged.each.filter((one) => one.verdict > PASS).map((one) => `${one.element.name}=${one.verdict}:${truths(one)}`);
  return `${policy.id}/${clause.id}/${binding ? binding.work : clause.title}/${verdict}/${judged.each.length ? each.sort().join(";") : truths(judged)}`;
}

function waive(report, model, findings, { day }) {
  for (const waiver of report.waivers) {
    if (waiver.model !== model.name || waiver.on > day || waiver.expires < day) continue;
    for (const finding of findings) {
      const name = `${finding.policy.id}/${finding.clause.id}`;
      if (name === waiver.clause && (finding.verdict === FAIL || finding.verdict === DUE) && waiver.seals.includes(signature(finding))) finding.waived = waiver;
    }
  }
}
