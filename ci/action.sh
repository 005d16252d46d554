#!/usr/bin/env bash
# The step of action.yml: installs the tool, audits, and leaves annotations, a summary, a SARIF and a JSON report.
# Inputs are environment variables and are only ever single words of a command; none is printed, as a line may command the runner.
set -euo pipefail

stop() {
  printf '::error title=licensecheck::%s\n' "$1"
  exit 2
}

one_line() {
  case "$2" in *$'\n'* | *$'\r'*) stop "the input $1 must be one line" ;; esac
}

for name in SCAN STRICT FAIL_ON POLICIES SARIF REPORT FOLDER PACKAGE; do
  variable="LICENSECHECK_$name"
  one_line "$(tr '[:upper:]_' '[:lower:]-' <<< "$name")" "${!variable-}"
done

arguments=(audit --format github)
case "${LICENSECHECK_SCAN:-true}" in
  true) arguments+=(--scan=.) ;;
  false) ;;
  *) stop "the input scan is true or false" ;;
esac
case "${LICENSECHECK_STRICT:-false}" in
  true) arguments+=(--strict) ;;
  false) ;;
  *) stop "the input strict is true or false" ;;
esac
case "${LICENSECHECK_FAIL_ON:-due}" in
  due | unknown | fail) arguments+=("--fail-on=${LICENSECHECK_FAIL_ON:-due}") ;;
  *) stop "the input fail-on is due, unknown or fail" ;;
esac
sarif="${LICENSECHECK_SARIF:-licensecheck.sarif}"
report="${LICENSECHECK_REPORT:-licensecheck.json}"
arguments+=("--output=sarif=$sarif" "--output=json=$report")
if [ -n "${LICENSECHECK_POLICIES:-}" ]; then
  arguments+=("--policies=$LICENSECHECK_POLICIES")
fi

# one file or pattern a line; nothing but names of files comes out of the expansion
arguments+=(--)
IFS=$'\n'
for file in ${LICENSECHECK_FILES:-deploy.yaml}; do
  file="${file%$'\r'}"
  if [ -n "$file" ]; then
    arguments+=("$file")
  fi
done
unset IFS

command=licensecheck
if [ "${LICENSECHECK_PACKAGE:-}" != installed ]; then
  package="${LICENSECHECK_PACKAGE:-$GITHUB_ACTION_PATH}"
  case "$package" in -*) stop "the input package is a requirement or a path" ;; esac
  python=""
  for each in python3 python; do
    if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
      python="$each"
      break
    fi
  done
  [ -n "$python" ] || stop "Python 3.11 or newer is needed; add actions/setup-python before this step"
  venv="${RUNNER_TEMP:?}/licensecheck-venv"
  "$python" -m venv "$venv"
  scripts="$venv/bin"
  [ -d "$scripts" ] || scripts="$venv/Scripts"
  "$scripts/python" -m pip install --quiet --disable-pip-version-check "$package" || stop "the package could not be installed"
  command="$scripts/licensecheck"
fi

cd -- "${LICENSECHECK_FOLDER:-.}" || stop "the working directory does not exist"
code=0
"$command" "${arguments[@]}" || code=$?

# no report is written when something could not be judged
printf 'exit-code=%s\n' "$code" >> "$GITHUB_OUTPUT"
case "$code" in
  0 | 1 | 3) printf 'sarif=%s\nreport=%s\n' "$sarif" "$report" >> "$GITHUB_OUTPUT" ;;
esac
exit "$code"
