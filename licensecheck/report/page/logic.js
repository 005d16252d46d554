// Three truth values, strong Kleene logic, no short cut: false beats unknown in all, true beats unknown in any.

const FALSE = 0;
const TRUE = 1;
const UNSURE = 2;
const TRUTH_WORDS = ["false", "true", "unknown"];

const negate = (truth) => (truth === UNSURE ? UNSURE : 1 - truth);

const truthOf = (holds) => (holds ? TRUE : FALSE);

function allOf(truths) {
  let result = TRUE;
  for (const truth of truths) {
    if (truth === FALSE) result = FALSE;
    else if (truth === UNSURE && result === TRUE) result = UNSURE;
  }
  return result;
}

function anyOf(truths) {
  let result = FALSE;
  for (const truth of truths) {
    if (truth === TRUE) result = TRUE;
    else if (truth === UNSURE && result === FALSE) result = UNSURE;
  }
  return result;
}

// Verdicts; a larger one is worse.
const NOT_APPLICABLE = 0;
const PASS = 1;
const DUE = 2;
const UNKNOWN = 3;
const FAIL = 4;
const VERDICT_WORDS = ["not_applicable", "pass", "due", "unknown", "fail"];
