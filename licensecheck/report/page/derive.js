// Facts that follow from others: what the catalog derives for a binding, derived again after a fact has been moved.

const WEIGHTS = {
  itself: "original",
  fine_tune: "modified",
  adapter: "adapter",
  quantized: "quantized",
  merge: "merged",
  conversion: "modified",
};
const CHANGED = ["weights/modified", "weights/adapter", "weights/quantized", "weights/merged"];
const FOLLOWS = [
  "model.only_called", "model.modified", "model.made_by", "model.name", "model.recipients", "deployment.paid", "model.distribution",
];

const listOf = (fact) => (fact && Array.isArray(fact.v) ? fact.v : []);
const derived = (v, { l, r, f } = {}) => ({ v, b: "derived", ...(l !== undefined && { l }), ...(r !== undefined && { r }), ...(f && { f }) });
const OWN_LINE = { r: 0 };

// The facts near at hand for one binding: derived ones and answers to the policy's own questions.
function nearFacts(binding, model, own, common) {
  const said = (name) => own[name] || common[name];
  const near = { ...binding.facts };
  for (const name of FOLLOWS) delete near[name];
  const forms = said("model.distribution");
  const handsOver = listOf(forms).some((form) => !["hosted_service", "outputs"].includes(form.split("/")[0]));
  near["model.only_called"] = derived(near["model.access"].v === "api" && !handsOver);
  ofModel(near, binding, model, said);
  exactWeights(near, binding, said);
  served(near, binding, said);
  copyHeld(near, own);
  related(near, binding, said);
  learned(near, binding, said);
  return { ...near, ...binding.terms };
}

// What follows for the model from its line: its name, who made it, whether it was changed, who receives it.
function ofModel(near, { path, facts }, model, said) {
  const bases = model.bases.length > 0;
  const catalogued = "work.stage" in facts && (!path.length || (path.length === 1 && !bases));
  let made = said("model.made_by");
  let modified = said("model.modified");
  const forms = said("model.distribution");
  const kinds = listOf(forms);
  if (forms && !modified && (!made || (made.v !== null && made.v !== "others"))) {
    const came = path.map(([, relation]) => `weights/${WEIGHTS[relation] || ""}`);
    if (kinds.some((kind) => CHANGED.includes(kind) && !came.includes(kind))) {
      modified = near["model.modified"] = derived(true, forms);
    }
  }
  if (!made && (catalogued || bases)) {
    const changed = modified && modified.v === true;
    made = near["model.made_by"] = derived(changed || !catalogued ? "us" : "others", OWN_LINE);
  }
  if (!catalogued && !said("model.name")) near["model.name"] = derived(model.name, OWN_LINE);
  if (!modified && bases && (!made || made.v !== "others")) {
    near["model.modified"] = derived(path.some(([, relation]) => relation !== "outputs"), OWN_LINE);
  }
  const audience = said("deployment.audience");
  if (!said("model.recipients") && listOf(audience).length) {
    const reached = recipients(audience.v);
    const published = kinds.some((kind) => kind.startsWith("weights") || kind.startsWith("dataset"));
    if (reached !== "employees" || !published) near["model.recipients"] = derived(reached, audience);
  }
  const commercial = said("deployment.commercial");
  if (commercial && commercial.v === false && !said("deployment.paid")) near["deployment.paid"] = derived(false, commercial);
}

function recipients(audience) {
  const kinds = [...new Set(audience.map((each) => each.split("/")[0]))];
  if (kinds.length === 1 && kinds[0] === "employees") return "employees";
  return kinds.every((kind) => ["employees", "contractors", "affiliates"].includes(kind)) ? "group" : "third_parties";
}

// Bare `weights` made exact: by how the model came from its parent, or as they are where nobody changed them.
function exactWeights(near, { path }, said) {
  const forms = said("model.distribution");
  if (!listOf(forms).includes("weights")) return;
  const modified = said("model.modified") || near["model.modified"];
  if (modified && modified.v === null) return;
  const changed = modified && modified.v === true;
  const step = path.find(([, relation]) => relation in WEIGHTS);
  const exact = `weights/${WEIGHTS[step ? step[1] : changed ? "fine_tune" : "itself"]}`;
  near["model.distribution"] = { ...forms, v: forms.v.map((each) => (each === "weights" ? exact : each)) };
}

// Whether the channel serves the model: by the catalog where it has retired for sure, else by what is said.
function served(near, binding, said) {
  if (!binding.served) return;
  const fact = said("model.still_served");
  const [yes, silent] = binding.served;
  if (!fact || fact.v === null) near.availability = silent;
  else near.availability = fact.v || yes.v === "retired" ? yes : { ...fact, v: "retired" };
}

// The copy of the license was compared with this license's text; what is tried in its place was not.
function copyHeld(near, own) {
  const name = "evidence.license_copy";
  if (near[name] && (!own[name] || own[name].moved)) delete near[name];
}

const NAMED = { "outputs.trains": ["base", "same_family"], "organization.infringement_claims": ["over", "concerns_work"] };

// Trained models and suits that are tried: whether what each names is this work was worked out beforehand.
function related(near, { path, same = {} }, said) {
  for (const [list, [named, derivedName]] of Object.entries(NAMED)) {
    if (list === "outputs.trains" && path.some(([, relation]) => relation === "outputs")) continue;
    const fact = said(list);
    if (fact && !fact.moved) continue;
    delete near[list];
    if (!fact || fact.v === null) continue;
    const joined = (element) => {
      const name = element.facts[named];
      if (derivedName in element.facts || !name || !(name.v in same)) return element;
      return { ...element, facts: { ...element.facts, [derivedName]: derived(same[name.v], name) } };
    };
    near[list] = { ...fact, v: fact.v.map(joined) };
  }
}

// A model that learned from this one's outputs: what it is, and whom it reaches.
function learned(near, { path }, said) {
  if (!path.some(([, relation]) => relation === "outputs")) return;
  const trains = near["outputs.trains"];
  const [element] = trains.v;
  const facts = { ...element.facts };
  const kind = said("model.kind");
  const forms = said("model.distribution");
  for (const name of ["kind", "distributed", "made_available"]) delete facts[name];
  if (kind) facts.kind = kind;
  if (forms && forms.v !== null) {
    const tops = forms.v.map((form) => form.split("/")[0]);
    facts.distributed = derived(tops.some((top) => !["hosted_service", "outputs"].includes(top)), forms);
    facts.made_available = derived(tops.includes("hosted_service"), forms);
  }
  near["outputs.trains"] = { ...trains, v: [{ ...element, facts }] };
}
