// Figures by entity and period, and what they tell about an entity and a period that is asked for.
// A statement is [period, entity, low, high]; a high of null has no upper end.

const ENTITIES = ["own", "group", "group_50"];
const ANY_12_MONTHS = "any_12_months";

const estimateOf = (low, high, presumed = false) => ({ low, high, presumed });

const within = (smaller, larger) =>
  smaller === larger ||
  (ENTITIES.includes(smaller) && ENTITIES.includes(larger) && ENTITIES.indexOf(smaller) <= ENTITIES.indexOf(larger));

function inside(part, whole) {
  if (whole === part || whole === "total") return true;
  return (whole.length === 4 && part.startsWith(whole + "-")) || (whole === ANY_12_MONTHS && part !== "total");
}

function limits(bounds, entity, whole, period) {
  let low = 0;
  let high = Infinity;
  for (const [about, who, least, most] of bounds) {
    if (within(who, entity) && inside(about, period)) low = Math.max(low, least);
    if (within(whole, who) && inside(period, about)) high = Math.min(high, most === null ? Infinity : most);
  }
  return [low, high];
}

function estimate(bounds, entity, period, presume) {
  const half = bounds.some(([, who]) => who === "group_50");
  const whole = entity === "group_50" && !half ? "group" : entity;
  const [low, high] = limits(bounds.filter(([about]) => about), entity, whole, period);
  if (Number.isFinite(high) || !presume) return estimateOf(low, high);
  const undated = bounds.filter(([about]) => !about).map(([, who, least, most]) => [period, who, least, most]);
  const [least, most] = limits(undated, entity, whole, period);
  if (most < low) return estimateOf(low, high);
  return estimateOf(Math.max(low, least), most, !(least === 0 && most === Infinity));
}

function compareEstimate({ low, high }, operator, constant) {
  switch (operator) {
    case "greater_than":
      return low > constant ? TRUE : high <= constant ? FALSE : UNSURE;
    case "at_least":
      return low >= constant ? TRUE : high < constant ? FALSE : UNSURE;
    case "less_than":
      return high < constant ? TRUE : low >= constant ? FALSE : UNSURE;
    default:
      return high <= constant ? TRUE : low > constant ? FALSE : UNSURE;
  }
}

function isMonth(text) {
  return /^[0-9]{4}-(0[1-9]|1[0-2])$/.test(text);
}

function monthBefore(day) {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, "0")}`;
}

const daysBetween = (earlier, later) => Math.round((Date.parse(later) - Date.parse(earlier)) / 86400000);
